//! Tests that apply signed extrinsics to blocks of the real runtime.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that can't go on has to stop where it stands, and passes over the events of others"
)]

mod batches;
mod blocks;
mod counts;
mod fees;
mod governance;
mod limits;
mod model;
mod presets;
mod proxies;
mod samples;
mod support;
mod ten_epochs;
mod upgrade;
mod validators;
