//! The chart: how much of each workload a node settles per second, on a logarithmic scale, beside what is compared with.

use super::{table::number, Report, Row};
use anyhow::{anyhow, Result};
use diem_simulation::plot::{BLUE, GREY, GRID, INK};
use plotters::{
    coord::Shift,
    element::{PathElement, Rectangle, Text},
    prelude::{Color, DrawingArea, IntoDrawingArea, IntoFont, SVGBackend},
    style::{
        text_anchor::{HPos, Pos, VPos},
        TextStyle, WHITE,
    },
};
use std::fmt::Display;

const WIDTH: i32 = 960;
const ROW: i32 = 30;
const BAR: i32 = 18;
const TOP: i32 = 64;
const BOTTOM: i32 = 34;
const LEFT: i32 = 230;
const RIGHT: i32 = 190;
const TITLE_SIZE: f64 = 15.0;
const TEXT_SIZE: f64 = 12.0;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// The chart as SVG.
pub fn draw(report: &Report) -> Result<String> {
    let rows = &report.workloads;
    let height = TOP + BOTTOM + ROW * i32::try_from(rows.len())?;
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH.unsigned_abs(), height.unsigned_abs()))
            .into_drawing_area();
        area.fill(&WHITE).map_err(drawing)?;
        head(&area, report)?;
        let scale = Scale::of(rows);
        grid(&area, &scale, height)?;
        for (place, row) in (0..).zip(rows) {
            bar(&area, &scale, TOP + place * ROW, row)?;
        }
        area.present().map_err(drawing)?;
    }
    Ok(svg)
}

/// Powers of ten from left to right.
struct Scale {
    first: i32,
    last: i32,
}

impl Scale {
    fn of(rows: &[Row]) -> Self {
        let rates = || rows.iter().map(|row| row.figures.units_per_second.max(1.0).log10());
        let first = rates().fold(f64::INFINITY, f64::min).floor();
        let last = rates().fold(0.0, f64::max).ceil();
        let first = if first.is_finite() { first as i32 } else { 0 };
        Self { first: (first - 1).max(0), last: (last as i32).max(first + 1) }
    }

    fn place(&self, rate: f64) -> i32 {
        let width = f64::from(WIDTH - LEFT - RIGHT);
        let part = (rate.max(1.0).log10() - f64::from(self.first)) / f64::from(self.last - self.first);
        LEFT + (part.max(0.0) * width) as i32
    }
}

fn head(area: &Area, report: &Report) -> Result<()> {
    let title = "Settled per second of finalised blocks: extrinsics, receipts or vouchers";
    area.draw(&Text::new(title, (12, 12), text(TITLE_SIZE, HPos::Left))).map_err(drawing)?;
    area.draw(&Text::new(report.machine.describe(), (12, 36), text(TEXT_SIZE, HPos::Left))).map_err(drawing)
}

fn grid(area: &Area, scale: &Scale, height: i32) -> Result<()> {
    for power in scale.first..=scale.last {
        let rate = 10_f64.powi(power);
        let x = scale.place(rate);
        area.draw(&PathElement::new([(x, TOP), (x, height - BOTTOM)], GRID)).map_err(drawing)?;
        let label = Text::new(number(rate, 0), (x, height - BOTTOM + 8), text(TEXT_SIZE, HPos::Center));
        area.draw(&label).map_err(drawing)?;
    }
    Ok(())
}

fn bar(area: &Area, scale: &Scale, top: i32, row: &Row) -> Result<()> {
    let color = if row.workload == "transfers" { GREY } else { BLUE };
    let rate = row.figures.units_per_second;
    let (left, right, y) = (scale.place(1.0), scale.place(rate), top + (ROW - BAR) / 2);
    area.draw(&Rectangle::new([(left, y), (right, y + BAR)], color.filled())).map_err(drawing)?;
    area.draw(&Text::new(row.title, (LEFT - 10, y + 4), text(TEXT_SIZE, HPos::Right))).map_err(drawing)?;
    let ratio = row.ratio_to_transfers.map(|ratio| format!(" ({}×)", number(ratio, 2)));
    let label = format!("{} {}{}", number(rate, 0), row.unit, ratio.unwrap_or_default());
    area.draw(&Text::new(label, (right + 8, y + 4), text(TEXT_SIZE, HPos::Left))).map_err(drawing)
}

fn text(size: f64, horizontal: HPos) -> TextStyle<'static> {
    TextStyle::from(("sans-serif", size).into_font()).color(&INK).pos(Pos::new(horizontal, VPos::Top))
}

fn drawing(error: impl Display) -> anyhow::Error {
    anyhow!("the chart can't be drawn: {error}")
}
