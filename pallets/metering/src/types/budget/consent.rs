//! Who signs for a budget, what was settled by voucher, and what was given back.

use super::Budget;
use diem_primitives::{BudgetTerms, Consent, Diem, EpochIndex};

impl<AccountId: Clone + PartialEq, BlockNumber: Copy + PartialOrd> Budget<AccountId, BlockNumber> {
    /// Whether what `signer` signed settles in `block`: it is the delegate, or it was and its grace is not over.
    pub fn is_signed_for_by(&self, signer: &AccountId, block: BlockNumber) -> bool {
        let former = self.former_delegate.as_ref();
        self.delegate.as_ref() == Some(signer)
            || former.is_some_and(|former| former.account == *signer && block <= former.until)
    }

    /// DIEM settled by voucher in `epoch`, what was given back of it included.
    pub fn voucher_mark(&self, epoch: EpochIndex) -> Diem {
        self.window(epoch).voucher_mark
    }

    /// Counts `amount` as spent by voucher in `epoch`, which is `now` or the one before: the mark moves by it. Gives what was spent
    /// before and after.
    pub fn note_vouched(&mut self, now: EpochIndex, epoch: EpochIndex, amount: Diem) -> Option<(Diem, Diem)> {
        let mark = self.voucher_mark(epoch).checked_add(amount)?;
        let spent = self.note_spent(now, epoch, amount)?;
        self.windows.get_mut(epoch)?.voucher_mark = mark;
        Some(spent)
    }

    /// Takes `amount` back out of what was spent in `epoch`, and leaves the voucher mark where it is. `None` where that is neither
    /// `now` nor the epoch before, or less was spent.
    pub fn note_refunded(&mut self, now: EpochIndex, epoch: EpochIndex, amount: Diem) -> Option<()> {
        self.advance(now);
        let window = self.windows.get_mut(epoch)?;
        window.spent = window.spent.checked_sub(amount)?;
        Some(())
    }

    /// Whether the voucher mark of `epoch` is one that its terms could have led to: it covers what was spent by voucher, and there is
    /// none where receipts are paid.
    pub fn has_sound_mark(&self, epoch: EpochIndex) -> bool {
        let window = self.window(epoch);
        match self.terms.at(epoch).map(|terms: &BudgetTerms<AccountId>| terms.consent) {
            Some(Consent::Vouchers) => window.spent <= window.voucher_mark,
            Some(Consent::Receipts) | None => window.voucher_mark.is_zero(),
        }
    }
}
