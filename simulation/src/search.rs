//! Where something begins to hold.

use crate::Result;

/// The least number from `from` to `to` for which `holds`, or `None` where it does for none. It must hold for every number above one
/// for which it holds.
pub fn least(from: u128, to: u128, holds: impl Fn(u128) -> Result<bool>) -> Result<Option<u128>> {
    if from > to || !holds(to)? {
        return Ok(None);
    }
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle)? {
            high = middle;
        } else {
            low = middle.saturating_add(1);
        }
    }
    Ok(Some(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_number_is_found_wherever_it_lies() {
        for wanted in 3..=20 {
            assert_eq!(least(3, 20, |number| Ok(number >= wanted)).unwrap_or_default(), Some(wanted));
        }
        assert_eq!(least(3, 20, |number| Ok(number >= 2)).unwrap_or_default(), Some(3));
    }

    #[test]
    fn nothing_is_found_where_it_holds_for_none() {
        assert_eq!(least(3, 20, |number| Ok(number > 20)).unwrap_or(Some(0)), None);
        assert_eq!(least(20, 3, |_| Ok(true)).unwrap_or(Some(0)), None);
    }
}
