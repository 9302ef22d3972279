//! Compares what the chain answers to those who ask before they work.

use super::{calls, keys::id};
use diem_model::{budgets::Key, models::Usage, quotes::Denial, Economy, ModelId as ModelNumber, Planck, Who};
use diem_primitives::{
    api::{QuoteAt, QuoteError},
    BudgetId, ChargeError, Diem, ModelId,
};
use diem_runtime::Metering;

/// Every provider for each of its models; and for each budget the provider that may debit it, or any.
pub fn all(economy: &Economy) {
    let providers: Vec<Who> = economy.providers.keys().copied().collect();
    for provider in &providers {
        let listed: Vec<ModelNumber> = economy.listings_of(*provider).map(|(model, _)| model).collect();
        listed.into_iter().for_each(|model| quotes(economy, *provider, model));
    }
    let open = economy.budgets.iter().filter(|(_, budget)| !budget.is_removed);
    for ((key, budget), any) in open.zip(providers.iter().cycle()) {
        debits(economy, *key, budget.next.provider.unwrap_or(*any));
    }
}

fn quotes(economy: &Economy, provider: Who, model: ModelNumber) {
    let dimensions = economy.model(model).map(|record| record.next.keys().copied().collect::<Vec<u8>>());
    let usage: Usage = dimensions.unwrap_or_default().into_iter().zip(1..).collect();
    for (at, in_next) in [(QuoteAt::Now, false), (QuoteAt::NextEpoch, true)] {
        let found = Metering::quote(id(provider), ModelId(model), calls::usage(&usage), at);
        let found = found.map(|charge| charge.0).map_err(name_of_quote_error);
        let expected = economy.quote(provider, model, &usage, in_next).map_err(str::to_string);
        assert_eq!(found, expected, "a quote of {provider} for {model}, in the next epoch: {in_next}");
    }
}

fn name_of_quote_error(error: QuoteError) -> String {
    match error {
        QuoteError::Usage(ChargeError::Overflow) => "ChargeOverflow".into(),
        QuoteError::Usage(error) => format!("{error:?}"),
        error => format!("{error:?}"),
    }
}

/// Whether a planck could be debited, and whether more than there is could.
fn debits(economy: &Economy, key: Key, provider: Who) {
    for amount in [1, Planck::MAX] {
        let found = Metering::can_debit(id(key.0), BudgetId(key.1), id(provider), Diem(amount));
        let found = found
            .map(|left| left.0)
            .map_err(|denial| (format!("{:?}", denial.limit), denial.left.0, denial.resets_at));
        let expected = economy.can_debit(key, provider, amount);
        let expected =
            expected.map_err(|Denial { limit, left, resets_at }| (limit.to_string(), left, resets_at));
        assert_eq!(found, expected, "whether {provider} can debit {amount} of {key:?}");
    }
}
