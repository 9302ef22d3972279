//! The committed figures and tables are those that the code makes, and the docs show them.

use diem_simulation::figures;
use std::{collections::BTreeSet, fs, path::PathBuf};

fn docs(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    fs::read_to_string(path).expect(name)
}

#[test]
fn committed_figures_are_what_the_rules_lead_to() {
    for (name, made) in figures().unwrap().iter().flat_map(|figure| figure.files()) {
        let committed = docs(&format!("images/{name}"));
        assert!(
            committed == made,
            "{name} is not what the code makes: scripts/cargo run -p diem-simulation -- --out docs/images"
        );
    }
}

#[test]
fn nothing_else_is_among_them() {
    let figures = figures().unwrap();
    let made: BTreeSet<String> =
        figures.iter().flat_map(|figure| figure.files()).map(|(name, _)| name).collect();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/images");
    let committed =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(committed.collect::<BTreeSet<_>>(), made);
}

#[test]
fn the_docs_show_each_figure_with_its_numbers() {
    let text = docs("economics.md") + &docs("guides/stakers.md");
    for figure in figures().unwrap() {
        assert!(text.contains(&format!("images/{}.svg", figure.name)), "{} is not shown", figure.name);
        for table in figure.table.split("\n\n") {
            assert!(
                text.contains(table.trim_end()),
                "the docs have another table of {}:\n{table}",
                figure.name
            );
        }
    }
}

#[test]
fn figures_are_the_same_in_every_run() {
    let files = || -> Vec<(String, String)> {
        let figures = figures().unwrap();
        figures
            .iter()
            .flat_map(|figure| figure.files())
            .map(|(name, content)| (name, content.to_owned()))
            .collect()
    };
    assert_eq!(files(), files());
}
