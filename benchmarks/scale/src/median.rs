//! Medians, and how far apart the middle half lies.

use serde::Serialize;

/// The middle of many measurements.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// A quarter is below.
    pub p25: f64,
    /// Half is below.
    pub median: f64,
    /// A quarter is above.
    pub p75: f64,
}

impl Spread {
    /// Of none, all are zero.
    pub fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |percent: usize| {
            let last = values.len().saturating_sub(1);
            let index = last.saturating_mul(percent).saturating_add(50).checked_div(100).unwrap_or_default();
            values.get(index).copied().unwrap_or_default()
        };
        Self { p25: at(25), median: at(50), p75: at(75) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_values_lie_below_the_median_in_whatever_order_they_come() {
        let values = (0..=100).rev().map(f64::from).collect();
        assert_eq!(Spread::of(values), Spread { p25: 25.0, median: 50.0, p75: 75.0 });
    }

    #[test]
    fn one_value_is_its_own_median() {
        assert_eq!(Spread::of(vec![7.0]), Spread { p25: 7.0, median: 7.0, p75: 7.0 });
        assert_eq!(Spread::of(Vec::new()).median, 0.0);
    }
}
