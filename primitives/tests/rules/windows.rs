//! The quota of one account in one epoch, against sums in big integers.

use super::{any_size, big, config};
use diem_primitives::{Diem, QuotaWindow, WindowError};
use num_bigint::{BigInt, BigUint, Sign};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Op {
    Reserve(Amount),
    DebitShared(Amount),
    DebitReserved(Amount),
    RefundShared(Amount),
    RefundReserved(Amount),
    Send(Amount),
    Offer(Amount),
    PutBack(Amount),
    Sell(Amount),
    Receive(u128),
}

/// An amount, or one that is `0`, `1`, … above what is free, reserved and unspent, spent of either, or offered.
#[derive(Clone, Debug)]
enum Amount {
    Exactly(u128),
    AllFreeAnd(u8),
    AllReservedAnd(u8),
    AllSpentOfThePoolAnd(u8),
    AllSpentOfReservesAnd(u8),
    AllOfferedAnd(u8),
}

fn amount() -> impl Strategy<Value = Amount> {
    prop_oneof![
        3 => any_size().prop_map(Amount::Exactly),
        1 => (0..2_u8).prop_map(Amount::AllFreeAnd),
        1 => (0..2_u8).prop_map(Amount::AllReservedAnd),
        1 => (0..2_u8).prop_map(Amount::AllSpentOfThePoolAnd),
        1 => (0..2_u8).prop_map(Amount::AllSpentOfReservesAnd),
        1 => (0..2_u8).prop_map(Amount::AllOfferedAnd),
    ]
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let op = prop_oneof![
        amount().prop_map(Op::Reserve),
        amount().prop_map(Op::DebitShared),
        amount().prop_map(Op::DebitReserved),
        amount().prop_map(Op::RefundShared),
        amount().prop_map(Op::RefundReserved),
        amount().prop_map(Op::Send),
        amount().prop_map(Op::Offer),
        amount().prop_map(Op::PutBack),
        amount().prop_map(Op::Sell),
        any_size().prop_map(Op::Receive),
    ];
    prop::collection::vec(op, 0..40)
}

/// What is in the free pool, in the reserve and on offer, counted apart.
struct Model {
    income: BigInt,
    free: BigInt,
    reserve: BigInt,
    shared_spent: BigInt,
    reserved_spent: BigInt,
    offered: BigInt,
    sent: BigInt,
}

fn signed(amount: u128) -> BigInt {
    BigInt::from_biguint(Sign::Plus, big(amount))
}

impl Model {
    fn open(granted: u128, limits: u128) -> Self {
        let reserve = granted.min(limits);
        Self {
            income: signed(granted),
            free: signed(granted - reserve),
            reserve: signed(reserve),
            shared_spent: BigInt::ZERO,
            reserved_spent: BigInt::ZERO,
            offered: BigInt::ZERO,
            sent: BigInt::ZERO,
        }
    }

    fn amount(&self, amount: &Amount) -> u128 {
        let (pool, more) = match amount {
            Amount::Exactly(amount) => return *amount,
            Amount::AllFreeAnd(more) => (&self.free, more),
            Amount::AllReservedAnd(more) => (&self.reserve, more),
            Amount::AllSpentOfThePoolAnd(more) => (&self.shared_spent, more),
            Amount::AllSpentOfReservesAnd(more) => (&self.reserved_spent, more),
            Amount::AllOfferedAnd(more) => (&self.offered, more),
        };
        u128::try_from(pool.clone() + *more).unwrap_or(u128::MAX)
    }

    fn take_free(&mut self, amount: u128) -> Result<(), WindowError> {
        if signed(amount) > self.free {
            return Err(WindowError::FreePoolExhausted);
        }
        self.free -= amount;
        Ok(())
    }

    fn take_reserve(&mut self, amount: u128) -> Result<(), WindowError> {
        if signed(amount) > self.reserve {
            return Err(WindowError::ReserveExhausted);
        }
        self.reserve -= amount;
        Ok(())
    }

    fn refund_shared(&mut self, amount: u128) -> Result<(), WindowError> {
        if signed(amount) > self.shared_spent {
            return Err(WindowError::NotSpent);
        }
        self.shared_spent -= amount;
        self.free += amount;
        Ok(())
    }

    fn refund_reserved(&mut self, amount: u128) -> Result<(), WindowError> {
        if signed(amount) > self.reserved_spent {
            return Err(WindowError::NotSpent);
        }
        self.reserved_spent -= amount;
        self.reserve += amount;
        Ok(())
    }

    fn put_back(&mut self, amount: u128) {
        let amount = signed(amount).min(self.offered.clone());
        self.free += &amount;
        self.offered -= amount;
    }

    fn sell(&mut self, amount: u128) -> Result<(), WindowError> {
        if signed(amount) > self.offered {
            return Err(WindowError::OfferExhausted);
        }
        self.offered -= amount;
        self.sent += amount;
        Ok(())
    }

    fn receive(&mut self, amount: u128) -> Result<(), WindowError> {
        let income = &self.income + amount;
        if income > signed(u128::MAX) {
            return Err(WindowError::Overflow);
        }
        self.income = income;
        self.free += amount;
        Ok(())
    }
}

fn apply(window: &mut QuotaWindow, model: &mut Model, op: &Op) -> Result<(), TestCaseError> {
    let before = *window;
    let (done, expected) = match op {
        Op::Reserve(amount) => {
            let amount = model.amount(amount);
            let expected = model.take_free(amount).map(|()| model.reserve += amount);
            (window.reserve(Diem(amount)), expected)
        }
        Op::DebitShared(amount) => {
            let amount = model.amount(amount);
            let expected = model.take_free(amount).map(|()| model.shared_spent += amount);
            (window.debit_shared(Diem(amount)), expected)
        }
        Op::DebitReserved(amount) => {
            let amount = model.amount(amount);
            let expected = model.take_reserve(amount).map(|()| model.reserved_spent += amount);
            (window.debit_reserved(Diem(amount)), expected)
        }
        Op::RefundShared(amount) => {
            let amount = model.amount(amount);
            (window.refund_shared(Diem(amount)), model.refund_shared(amount))
        }
        Op::RefundReserved(amount) => {
            let amount = model.amount(amount);
            (window.refund_reserved(Diem(amount)), model.refund_reserved(amount))
        }
        Op::Send(amount) => {
            let amount = model.amount(amount);
            let expected = model.take_free(amount).map(|()| model.sent += amount);
            (window.send(Diem(amount)), expected)
        }
        Op::Offer(amount) => {
            let amount = model.amount(amount);
            let expected = model.take_free(amount).map(|()| model.offered += amount);
            (window.offer(Diem(amount)), expected)
        }
        Op::PutBack(amount) => {
            let amount = model.amount(amount);
            model.put_back(amount);
            window.put_back(Diem(amount));
            (Ok(()), Ok(()))
        }
        Op::Sell(amount) => {
            let amount = model.amount(amount);
            (window.sell(Diem(amount)), model.sell(amount))
        }
        Op::Receive(amount) => (window.receive(Diem(*amount)), model.receive(*amount)),
    };
    match (done, expected) {
        (Ok(()), expected) => prop_assert_eq!(expected, Ok(())),
        (Err(error), expected) => {
            prop_assert!(expected.is_err(), "{:?} was refused: {:?}", op, error);
            // An amount that no pool could hold may be refused as an overflow instead.
            prop_assert!(Err(error) == expected || error == WindowError::Overflow);
            prop_assert_eq!(*window, before, "a refusal leaves the window as it was");
        }
    }
    Ok(())
}

fn check(window: &QuotaWindow, model: &Model) -> Result<(), TestCaseError> {
    prop_assert!([&model.free, &model.reserve, &model.offered].iter().all(|pool| pool.sign() != Sign::Minus));
    prop_assert_eq!(signed(window.offered.0), model.offered.clone());
    prop_assert_eq!(signed(window.free().0), model.free.clone());
    prop_assert_eq!(signed(window.reserved.0 - window.reserved_spent.0), model.reserve.clone());
    let spent = &model.shared_spent + &model.reserved_spent;
    prop_assert_eq!(signed(window.spent.0), spent.clone());
    prop_assert_eq!(signed(window.reserved_spent.0), model.reserved_spent.clone());
    prop_assert_eq!(signed(window.sent.0), model.sent.clone());
    let unspent = &model.free + &model.reserve + &model.offered;
    prop_assert_eq!(signed(window.unspent().0), unspent.clone());
    prop_assert_eq!(unspent + spent + &model.sent, model.income.clone());
    let closed = window.close();
    prop_assert_eq!(signed(closed.free().0), &model.free + &model.offered);
    prop_assert_eq!(closed.unspent(), window.unspent());
    Ok(())
}

/// Limits of reserved budgets, whose sum fits into 128 bits.
fn limits() -> impl Strategy<Value = Vec<u128>> {
    prop::collection::vec(any_size().prop_map(|limit| limit / 16), 1..16)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn random_changes_keep_the_books_of_a_window(granted in any_size(), limits in any_size(), ops in ops()) {
        let mut window = QuotaWindow::open(Diem(granted), Diem(limits));
        let mut model = Model::open(granted, limits);
        check(&window, &model)?;
        for op in &ops {
            apply(&mut window, &mut model, op)?;
            check(&window, &model)?;
        }
    }

    #[test]
    fn opening_shares_sum_to_at_most_the_reserve(granted in any_size(), limits in limits()) {
        let window = QuotaWindow::open(Diem(granted), Diem(limits.iter().sum()));
        let shares: Vec<u128> = limits.iter().map(|limit| window.opening_share(Diem(*limit)).0).collect();
        let sum: BigUint = shares.iter().map(|share| big(*share)).sum();
        prop_assert!(sum <= big(window.reserved.0));
        prop_assert!(big(window.reserved.0) - sum < big(limits.len() as u128), "rounding takes less than one each");
        prop_assert!(shares.iter().zip(&limits).all(|(share, limit)| share <= limit));
    }

    #[test]
    fn a_share_is_the_limit_where_the_grant_covers_all_limits(granted in any_size(), limits in limits()) {
        let total: u128 = limits.iter().sum();
        let window = QuotaWindow::open(Diem(granted), Diem(total));
        for limit in limits {
            let expected = if total <= granted { big(limit) } else { big(limit) * granted / total };
            prop_assert_eq!(big(window.opening_share(Diem(limit)).0), expected);
        }
    }

    #[test]
    fn a_limit_that_is_split_over_budgets_gets_no_larger_share(granted in any_size(), limits in limits()) {
        let others = Diem(7);
        let total: u128 = limits.iter().sum::<u128>() + others.0;
        let window = QuotaWindow::open(Diem(granted), Diem(total));
        let split: BigUint = limits.iter().map(|limit| big(window.opening_share(Diem(*limit)).0)).sum();
        prop_assert!(split <= big(window.opening_share(Diem(limits.iter().sum())).0));
    }
}
