//! Products of two 128-bit numbers, taken in 256 bits.
//!
//! Where a product fits into 128 bits, as nearly all do, it is taken and divided there: in WebAssembly, which has no wide division,
//! that is several times as fast.

use sp_core::U256;

/// `⌊a · b / divisor⌋`, or `None` where `divisor` is zero or the result does not fit.
pub fn mul_div_floor(a: u128, b: u128, divisor: u128) -> Option<u128> {
    div_floor(full_product(a, b), divisor.into())
}

/// `⌈a · b / divisor⌉`, or `None` where `divisor` is zero or the result does not fit.
pub fn mul_div_ceil(a: u128, b: u128, divisor: u128) -> Option<u128> {
    div_ceil(full_product(a, b), divisor.into())
}

/// `a · b`. Two factors below 2¹²⁸ always fit into 256 bits.
pub fn full_product(a: u128, b: u128) -> U256 {
    match a.checked_mul(b) {
        Some(product) => product.into(),
        None => U256::from(a).saturating_mul(b.into()),
    }
}

/// `wide · factor`, or `None` where that does not fit into 256 bits.
pub fn times(wide: U256, factor: u128) -> Option<U256> {
    match narrow(wide) {
        Some(number) => Some(full_product(number, factor)),
        None => wide.checked_mul(factor.into()),
    }
}

/// `⌊dividend / divisor⌋`, or `None` where `divisor` is zero or the result does not fit into 128 bits.
pub fn div_floor(dividend: U256, divisor: U256) -> Option<u128> {
    match (narrow(dividend), narrow(divisor)) {
        (Some(dividend), Some(divisor)) => dividend.checked_div(divisor),
        _ => narrow(dividend.checked_div(divisor)?),
    }
}

/// `⌈dividend / divisor⌉`, or `None` where `divisor` is zero or the result does not fit into 128 bits.
pub fn div_ceil(dividend: U256, divisor: U256) -> Option<u128> {
    if let (Some(dividend), Some(divisor)) = (narrow(dividend), narrow(divisor)) {
        return (divisor > 0).then(|| dividend.div_ceil(divisor));
    }
    let quotient = dividend.checked_div(divisor)?;
    let remainder = dividend.checked_rem(divisor)?;
    let rounded = if remainder.is_zero() { quotient } else { quotient.checked_add(U256::one())? };
    narrow(rounded)
}

/// The number in 128 bits, or `None` where it does not fit.
pub fn narrow(wide: U256) -> Option<u128> {
    u128::try_from(wide).ok()
}
