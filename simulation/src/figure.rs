//! What is committed of an answer.

use crate::{questions, Result};

/// A plot and its numbers.
pub struct Figure {
    /// What its files are called.
    pub name: &'static str,
    /// The plot, as SVG.
    pub svg: String,
    /// The numbers, as a table in Markdown.
    pub table: String,
}

impl Figure {
    /// Its files: name and content.
    pub fn files(&self) -> [(String, &str); 2] {
        [(format!("{}.svg", self.name), &self.svg), (format!("{}.md", self.name), &self.table)]
    }
}

/// All figures, in the order of the chapter.
pub fn figures() -> Result<Vec<Figure>> {
    Ok(vec![
        questions::stake::figure()?,
        questions::capacity::figure()?,
        questions::demand::figure()?,
        questions::self_serving::figure()?,
        questions::phantom::figure()?,
        questions::month::figure()?,
        questions::emission::figure()?,
    ])
}
