//! What whoever waits is told.

use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// A bar on a terminal, lines anywhere else.
pub struct Progress(ProgressBar);

impl Progress {
    /// Of so many steps.
    pub fn new(steps: u64) -> Self {
        let bar = ProgressBar::new(steps);
        let template = "{elapsed_precise} [{bar:32}] {percent:>3} % {msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.enable_steady_tick(Duration::from_millis(500));
        Self(bar)
    }

    /// What is done now.
    pub fn say(&self, what: impl Into<String>) {
        let what = what.into();
        if self.0.is_hidden() {
            eprintln!("{:>5} s  {what}", self.0.elapsed().as_secs());
        }
        self.0.set_message(what);
    }

    /// A step is done.
    pub fn step(&self) {
        self.0.inc(1);
    }

    /// A line that stays.
    pub fn line(&self, line: &str) {
        if self.0.is_hidden() {
            eprintln!("{line}");
        } else {
            self.0.println(line);
        }
    }

    /// All is done.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
