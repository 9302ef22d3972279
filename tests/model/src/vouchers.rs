//! Vouchers: what the delegate of a budget signed.

use crate::{
    call::{ensure, Outcome, Rejection, Report},
    BudgetId, Economy, Epoch, Planck, Who,
};

/// What is wrong with a signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Forgery {
    /// Another key made it than the one that is named.
    OtherKey,
    /// It is for another chain.
    OtherChain,
    /// It is for another provider.
    OtherProvider,
    /// It is for another amount.
    OtherAmount,
    /// It was wrapped where the voucher says that it was not, or the reverse.
    OtherWrapping,
    /// It is no signature of any key.
    Malformed,
}

impl Forgery {
    pub const ALL: [Self; 6] = [
        Self::OtherKey,
        Self::OtherChain,
        Self::OtherProvider,
        Self::OtherAmount,
        Self::OtherWrapping,
        Self::Malformed,
    ];
}

/// A voucher with its signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SignedVoucher {
    pub owner: Who,
    pub budget: BudgetId,
    pub epoch: Epoch,
    pub amount: Planck,
    /// Whether a wallet wrapped what it signed.
    pub wrapped: bool,
    /// The key that is said to have signed.
    pub signer: Who,
    pub forgery: Option<Forgery>,
}

impl Economy {
    pub(crate) fn settle_vouchers(&mut self, who: Who, vouchers: &[SignedVoucher]) -> Outcome {
        self.ensure_settles(who)?;
        ensure(!vouchers.is_empty(), "EmptyVouchers")?;
        self.credit_earnings(who);
        let mut report = Report::default();
        for (group, voucher) in vouchers.iter().enumerate() {
            match self.settle_voucher(who, voucher) {
                Ok(amount) => report.charged += amount,
                Err(reason) => report.rejections.push(Rejection { group, receipt: 0, reason }),
            }
        }
        Ok(report)
    }

    /// Debits what a voucher is above the mark, as far as everything reaches.
    fn settle_voucher(&mut self, who: Who, voucher: &SignedVoucher) -> Result<Planck, &'static str> {
        let (key, epoch) = ((voucher.owner, voucher.budget), voucher.epoch);
        let due = self.due_of(who, voucher)?;
        self.touch(voucher.owner);
        let rooms = self.rooms(who, epoch, key);
        if let Some((_, limit)) = rooms.iter().find(|(room, _)| *room == 0) {
            return Err(limit);
        }
        let amount = rooms.iter().fold(due, |amount, (room, _)| amount.min(*room));
        self.debit(who, epoch, key, amount);
        let budget = self.budgets.get_mut(&key).expect("it pays");
        budget.epochs.get_mut(&epoch).expect("it pays in that epoch").mark += amount;
        Ok(amount)
    }

    /// What a voucher is above the mark, or why it is worth nothing whatever is left.
    fn due_of(&self, who: Who, voucher: &SignedVoucher) -> Result<Planck, &'static str> {
        if !self.is_settleable(voucher.epoch) {
            return Err("EpochNotSettleable");
        }
        let budget = self.budget((voucher.owner, voucher.budget)).ok_or("UnknownBudget")?;
        let at = budget.admitting(who, voucher.epoch, budget.is_stopped(self.block))?;
        if !at.terms.vouchers {
            return Err("ConsentByReceipt");
        }
        let former = budget.former_delegate.filter(|(_, until)| self.block <= *until);
        let signers = budget.delegate.into_iter().chain(former.map(|(key, _)| key));
        if !signers.into_iter().any(|key| key == voucher.signer) {
            return Err("NotDelegate");
        }
        if voucher.amount <= at.mark {
            return Err("NothingNew");
        }
        if voucher.forgery.is_some() {
            return Err("BadSignature");
        }
        Ok(voucher.amount - at.mark)
    }
}
