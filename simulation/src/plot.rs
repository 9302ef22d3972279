//! How a figure is drawn: panels side by side, each with its legend above it, on a white card that reads in light and dark mode.

use crate::{Error, Result};
use plotters::{
    coord::{
        ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter},
        types::RangedCoordf64,
        Shift,
    },
    element::{Circle, PathElement, Polygon, Rectangle, Text},
    prelude::{
        ChartBuilder, Color, DashedLineSeries, DrawingArea, IntoDrawingArea, IntoFont, RGBColor, SVGBackend,
    },
    style::{FontStyle, ShapeStyle, TextStyle, TRANSPARENT, WHITE},
};
use std::{fmt::Display, ops::Range};

/// Colours that people with any colour vision tell apart, on white.
pub const BLUE: RGBColor = RGBColor(0, 100, 170);
/// See [`BLUE`].
pub const ORANGE: RGBColor = RGBColor(200, 80, 0);
/// See [`BLUE`].
pub const GREEN: RGBColor = RGBColor(0, 140, 105);
/// What is there to compare with.
pub const GREY: RGBColor = RGBColor(110, 110, 110);

/// Text.
pub const INK: RGBColor = RGBColor(40, 40, 40);
/// Lines behind what is drawn.
pub const GRID: RGBColor = RGBColor(225, 225, 225);

/// Coordinates are whole numbers: with this many to a pixel, curves are smooth.
const FINE: u32 = 4;
const WIDTH: u32 = 960;
const HEIGHT: u32 = 340;
const MARGIN: u32 = 10;
const TITLE_HEIGHT: u32 = 24;
const LEGEND_HEIGHT: u32 = 18;
const TITLE_SIZE: f64 = 14.0;
const TEXT_SIZE: f64 = 11.5;
/// `SVGBackend` divides sizes of fonts by this.
const FONT_FACTOR: f64 = 1.24;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Points = Vec<(f64, f64)>;

/// One chart of a figure.
pub struct Panel {
    /// What stands above it.
    pub title: &'static str,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// What is drawn in it.
    pub layers: Vec<Layer>,
}

/// What an axis says, and where its values lie.
#[derive(Clone)]
pub struct Axis {
    label: &'static str,
    ticks: Vec<f64>,
    format: fn(f64) -> String,
    is_log: bool,
}

/// What is drawn in a panel, the first at the bottom.
pub struct Layer {
    shape: Shape,
    color: RGBColor,
    label: Option<String>,
}

enum Shape {
    Line(Points),
    Dashed(Points),
    Dots(Points),
    /// Between a lower and an upper line.
    Band(Points, Points),
}

impl Axis {
    /// An axis with the same distance from tick to tick, from the first to the last of them.
    pub fn linear(label: &'static str, ticks: &[f64], format: fn(f64) -> String) -> Self {
        Self { label, ticks: ticks.to_vec(), format, is_log: false }
    }

    /// An axis with the same factor from tick to tick.
    pub fn log(label: &'static str, ticks: &[f64], format: fn(f64) -> String) -> Self {
        Self { is_log: true, ..Self::linear(label, ticks, format) }
    }

    fn place(&self, value: f64) -> f64 {
        if self.is_log {
            value.log10()
        } else {
            value
        }
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let Range { start, end } = self.range();
        RangedCoordf64::from(self.place(start)..self.place(end)).map(&self.place(*value), limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() {
            Vec::new()
        } else {
            self.ticks.clone()
        }
    }

    fn range(&self) -> Range<f64> {
        let end = |tick: Option<&f64>| tick.copied().unwrap_or_default();
        end(self.ticks.first())..end(self.ticks.last())
    }
}

impl ValueFormatter<f64> for Axis {
    fn format(value: &f64) -> String {
        number(*value)
    }

    fn format_ext(&self, value: &f64) -> String {
        (self.format)(*value)
    }
}

impl Layer {
    /// A line through points.
    pub fn line(color: RGBColor, label: impl Into<String>, points: Points) -> Self {
        Self::new(Shape::Line(points), color, label)
    }

    /// A dashed line through points.
    pub fn dashed(color: RGBColor, label: impl Into<String>, points: Points) -> Self {
        Self::new(Shape::Dashed(points), color, label)
    }

    /// A dot at each point.
    pub fn dots(color: RGBColor, label: impl Into<String>, points: Points) -> Self {
        Self::new(Shape::Dots(points), color, label)
    }

    /// An area between two lines through points.
    pub fn band(color: RGBColor, label: impl Into<String>, lower: Points, upper: Points) -> Self {
        Self::new(Shape::Band(lower, upper), color, label)
    }

    /// The same without a row in the legend.
    pub fn unnamed(self) -> Self {
        Self { label: None, ..self }
    }

    fn new(shape: Shape, color: RGBColor, label: impl Into<String>) -> Self {
        Self { shape, color, label: Some(label.into()) }
    }
}

/// The panels side by side, as SVG.
pub fn draw(panels: &[Panel]) -> Result<String> {
    let mut svg = String::new();
    let size = (WIDTH.saturating_mul(FINE), HEIGHT.saturating_mul(FINE));
    let legend = panels.iter().map(|panel| named(panel).count()).max().unwrap_or_default();
    {
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        root.fill(&WHITE).map_err(drawing)?;
        for (cell, panel) in root.split_evenly((1, panels.len())).iter().zip(panels) {
            let head = title_and_legend_height(legend);
            let (head, body) = cell.split_vertically(pixels(head));
            draw_head(&head, panel)?;
            draw_chart(&body, panel)?;
        }
        root.present().map_err(drawing)?;
    }
    // Drawn large and shown at its size.
    let (large, shown) = (
        format!(r#"width="{}" height="{}""#, size.0, size.1),
        format!(r#"width="{WIDTH}" height="{HEIGHT}""#),
    );
    Ok(svg.replacen(&large, &shown, 1))
}

fn title_and_legend_height(rows: usize) -> u32 {
    let rows = u32::try_from(rows).unwrap_or(u32::MAX);
    rows.saturating_mul(LEGEND_HEIGHT).saturating_add(TITLE_HEIGHT).saturating_add(MARGIN)
}

fn named(panel: &Panel) -> impl Iterator<Item = (&Layer, &String)> {
    panel.layers.iter().filter_map(|layer| layer.label.as_ref().map(|label| (layer, label)))
}

fn draw_head(area: &Area, panel: &Panel) -> Result<()> {
    let left = pixels(MARGIN);
    let title = text(TITLE_SIZE).clone();
    let title = TextStyle { font: title.font.style(FontStyle::Bold), ..title };
    area.draw(&Text::new(panel.title, (left, pixels(MARGIN)), title)).map_err(drawing)?;
    let first = MARGIN.saturating_add(TITLE_HEIGHT);
    for (row, (layer, label)) in (0_u32..).zip(named(panel)) {
        let top = pixels(first.saturating_add(row.saturating_mul(LEGEND_HEIGHT)));
        draw_sample(area, layer, (left, top))?;
        let at = (left.saturating_add(pixels(32)), top);
        area.draw(&Text::new(label.as_str(), at, text(TEXT_SIZE))).map_err(drawing)?;
    }
    Ok(())
}

/// A piece of the layer, 24 pixels wide, at the height of a line of text that begins at `top`.
fn draw_sample(area: &Area, layer: &Layer, (left, top): (i32, i32)) -> Result<()> {
    let at = |x: u32, y: u32| (left.saturating_add(pixels(x)), top.saturating_add(pixels(y)));
    let line = stroke(layer.color);
    match layer.shape {
        Shape::Line(_) => area.draw(&PathElement::new([at(0, 6), at(24, 6)], line)),
        Shape::Dashed(_) => area
            .draw(&PathElement::new([at(0, 6), at(10, 6)], line))
            .and_then(|()| area.draw(&PathElement::new([at(14, 6), at(24, 6)], line))),
        Shape::Dots(_) => area.draw(&Circle::new(at(12, 6), dot_size(), layer.color.filled())),
        Shape::Band(..) => area.draw(&Rectangle::new([at(0, 1), at(24, 11)], tint(layer.color))),
    }
    .map_err(drawing)
}

fn draw_chart(area: &Area, panel: &Panel) -> Result<()> {
    let mut chart = ChartBuilder::on(area)
        .margin_left(pixels(MARGIN))
        .margin_right(pixels(22))
        .margin_top(pixels(8))
        .margin_bottom(pixels(4))
        .x_label_area_size(pixels(42))
        .y_label_area_size(pixels(68))
        .build_cartesian_2d(panel.x.clone(), panel.y.clone())
        .map_err(drawing)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID.stroke_width(FINE))
        .axis_style(GREY.stroke_width(FINE))
        .set_all_tick_mark_size(pixels(4))
        .label_style(text(TEXT_SIZE))
        .axis_desc_style(text(TEXT_SIZE))
        .x_desc(panel.x.label)
        .y_desc(panel.y.label)
        .x_label_formatter(&|value| (panel.x.format)(*value))
        .y_label_formatter(&|value| (panel.y.format)(*value))
        .draw()
        .map_err(drawing)?;
    for layer in &panel.layers {
        let line = stroke(layer.color);
        match &layer.shape {
            Shape::Line(points) => {
                chart.draw_series([PathElement::new(points.clone(), line)]).map_err(drawing)?;
            }
            Shape::Dashed(points) => {
                let dashes = DashedLineSeries::new(points.iter().copied(), pixels(7), pixels(4), line);
                chart.draw_series(dashes).map_err(drawing)?;
            }
            Shape::Dots(points) => {
                let dot = |at| Circle::new(at, dot_size(), layer.color.filled());
                chart.draw_series(points.iter().copied().map(dot)).map_err(drawing)?;
            }
            Shape::Band(lower, upper) => {
                let outline: Points = lower.iter().chain(upper.iter().rev()).copied().collect();
                chart.draw_series([Polygon::new(outline, tint(layer.color))]).map_err(drawing)?;
            }
        }
    }
    Ok(())
}

fn text(size: f64) -> TextStyle<'static> {
    let fine = size * f64::from(FINE) * FONT_FACTOR;
    TextStyle::from(("sans-serif", fine).into_font()).color(&INK)
}

fn stroke(color: RGBColor) -> ShapeStyle {
    color.stroke_width(FINE.saturating_mul(2))
}

fn tint(color: RGBColor) -> ShapeStyle {
    color.mix(0.3).filled()
}

fn dot_size() -> i32 {
    pixels(3)
}

fn pixels(shown: u32) -> i32 {
    i32::try_from(shown.saturating_mul(FINE)).unwrap_or(i32::MAX)
}

fn drawing(error: impl Display) -> Error {
    Error::Drawing(error.to_string())
}

/// `count` steps from `from` to `to`, both included.
pub fn steps(from: f64, to: f64, count: u32) -> impl Iterator<Item = f64> {
    let width = (to - from) / f64::from(count);
    (0..=count).map(move |step| from + width * f64::from(step))
}

/// Numbers on an axis: `20,000`, `2 M`.
pub fn number(value: f64) -> String {
    if value.abs() >= 1e6 {
        return format!("{} M", short(value / 1e6));
    }
    if value.abs() >= 1e3 {
        let sign = if value < 0.0 { "−" } else { "" };
        return format!("{sign}{}", crate::text::grouped(value.abs().round() as u128));
    }
    short(value)
}

/// Parts on an axis, as percentages.
pub fn percent(value: f64) -> String {
    crate::text::percentage(value, 1)
}

fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').replace('-', "−")
}
