//! Writes the figures and tables of the economics chapter: `diem-simulation --out docs/images`.

use std::{env, fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [flag, folder] = arguments.as_slice() else { return usage() };
    if flag != "--out" {
        return usage();
    }
    match write_all(Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write_all(folder: &Path) -> diem_simulation::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, content) in diem_simulation::figures()?.iter().flat_map(diem_simulation::Figure::files) {
        let path = folder.join(name);
        fs::write(&path, content)?;
        println!("{}", path.display());
    }
    Ok(())
}

fn usage() -> ExitCode {
    eprintln!("usage: diem-simulation --out FOLDER");
    ExitCode::FAILURE
}
