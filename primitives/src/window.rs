//! The quota of one account in one epoch.

use crate::{math::mul_div_floor, Diem};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What an account was granted in an epoch and what became of it.
///
/// The free pool is `granted + received − sent − offered − reserved − spent by shared budgets`; it never goes negative. Only it can
/// be transferred, be spent by shared budgets, or top up a reserve.
#[derive(
    Clone, Copy, PartialEq, Eq, Default, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct QuotaWindow {
    /// DIEM granted for the weight, what is leased in included.
    pub granted: Diem,
    /// DIEM received from other accounts.
    pub received: Diem,
    /// DIEM sent to other accounts, fees included.
    pub sent: Diem,
    /// DIEM set aside for sale. It counts only while its epoch is the current one.
    pub offered: Diem,
    /// DIEM spent by all budgets.
    pub spent: Diem,
    /// DIEM carved out for reserved budgets.
    pub reserved: Diem,
    /// What of `reserved` is spent.
    pub reserved_spent: Diem,
    /// The sum of the limits of reserved budgets when the epoch opened.
    pub reserved_limits: Diem,
}

/// Why a window refuses a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WindowError {
    /// The free pool holds less than that.
    FreePoolExhausted,
    /// The reserve holds less than that.
    ReserveExhausted,
    /// Less than that was spent.
    NotSpent,
    /// Less than that is set aside for sale.
    OfferExhausted,
    /// The account's books would not fit into 128 bits.
    Overflow,
}

impl QuotaWindow {
    /// A window as an epoch opens it: the grant, and the reserve carved out of it.
    pub fn open(granted: Diem, reserved_limits: Diem) -> Self {
        Self { granted, reserved: granted.min(reserved_limits), reserved_limits, ..Self::default() }
    }

    /// DIEM that shared budgets spent.
    pub fn shared_spent(&self) -> Diem {
        self.spent.saturating_sub(self.reserved_spent)
    }

    /// DIEM in the free pool.
    pub fn free(&self) -> Diem {
        let bound = self
            .sent
            .saturating_add(self.offered)
            .saturating_add(self.reserved)
            .saturating_add(self.shared_spent());
        self.granted.saturating_add(self.received).saturating_sub(bound)
    }

    /// DIEM that nobody spent: `granted + received − sent − spent`.
    pub fn unspent(&self) -> Diem {
        let gone = self.sent.saturating_add(self.spent);
        self.granted.saturating_add(self.received).saturating_sub(gone)
    }

    /// The share that a reserved budget with `limit` had when the epoch opened: the limit, or in proportion where the
    /// grant was smaller than all that was reserved. Rounded down, so that shares sum to at most the reserve.
    pub fn opening_share(&self, limit: Diem) -> Diem {
        if self.reserved_limits <= self.granted {
            return limit;
        }
        Diem(mul_div_floor(limit.0, self.granted.0, self.reserved_limits.0).unwrap_or_default())
    }

    /// Moves `amount` from the free pool into the reserve.
    pub fn reserve(&mut self, amount: Diem) -> Result<(), WindowError> {
        self.ensure_free(amount)?;
        self.reserved = add(self.reserved, amount)?;
        Ok(())
    }

    /// Spends `amount` of the free pool.
    pub fn debit_shared(&mut self, amount: Diem) -> Result<(), WindowError> {
        self.ensure_free(amount)?;
        self.spent = add(self.spent, amount)?;
        Ok(())
    }

    /// Spends `amount` of the reserve.
    pub fn debit_reserved(&mut self, amount: Diem) -> Result<(), WindowError> {
        let reserved_spent = add(self.reserved_spent, amount)?;
        if reserved_spent > self.reserved {
            return Err(WindowError::ReserveExhausted);
        }
        self.spent = add(self.spent, amount)?;
        self.reserved_spent = reserved_spent;
        Ok(())
    }

    /// Gives back `amount` that shared budgets spent: it is free again.
    pub fn refund_shared(&mut self, amount: Diem) -> Result<(), WindowError> {
        if amount > self.shared_spent() {
            return Err(WindowError::NotSpent);
        }
        self.spent = self.spent.checked_sub(amount).ok_or(WindowError::NotSpent)?;
        Ok(())
    }

    /// Gives back `amount` that reserved budgets spent: it is in the reserve again.
    pub fn refund_reserved(&mut self, amount: Diem) -> Result<(), WindowError> {
        let reserved_spent = self.reserved_spent.checked_sub(amount).ok_or(WindowError::NotSpent)?;
        self.spent = self.spent.checked_sub(amount).ok_or(WindowError::NotSpent)?;
        self.reserved_spent = reserved_spent;
        Ok(())
    }

    /// Takes `amount` out of the free pool for another account.
    pub fn send(&mut self, amount: Diem) -> Result<(), WindowError> {
        self.ensure_free(amount)?;
        self.sent = add(self.sent, amount)?;
        Ok(())
    }

    /// Sets `amount` of the free pool aside for sale.
    pub fn offer(&mut self, amount: Diem) -> Result<(), WindowError> {
        self.ensure_free(amount)?;
        self.offered = add(self.offered, amount)?;
        Ok(())
    }

    /// Gives `amount` that was set aside back to the free pool, or all of it where that is less.
    pub fn put_back(&mut self, amount: Diem) {
        self.offered = self.offered.saturating_sub(amount);
    }

    /// Takes `amount` of what was set aside for the account that bought it.
    pub fn sell(&mut self, amount: Diem) -> Result<(), WindowError> {
        let offered = self.offered.checked_sub(amount).ok_or(WindowError::OfferExhausted)?;
        self.sent = add(self.sent, amount)?;
        self.offered = offered;
        Ok(())
    }

    /// The window when its epoch is over: nothing of it can be sold any more, so nothing is set aside.
    pub fn close(self) -> Self {
        Self { offered: Diem::ZERO, ..self }
    }

    /// Adds `amount` from another account to the free pool.
    pub fn receive(&mut self, amount: Diem) -> Result<(), WindowError> {
        let received = add(self.received, amount)?;
        add(self.granted, received)?;
        self.received = received;
        Ok(())
    }

    fn ensure_free(&self, amount: Diem) -> Result<(), WindowError> {
        if amount > self.free() {
            return Err(WindowError::FreePoolExhausted);
        }
        Ok(())
    }
}

fn add(left: Diem, right: Diem) -> Result<Diem, WindowError> {
    left.checked_add(right).ok_or(WindowError::Overflow)
}
