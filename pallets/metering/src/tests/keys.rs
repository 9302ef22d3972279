//! Receipt keys: setting and replacing them, and what each proves.

use super::{evidence::*, *};

fn set(who: AccountId, key: AccountId) -> DispatchResult {
    Metering::set_receipt_key(signed(who), key)
}

#[test]
fn a_provider_names_the_key_that_signs_its_receipts() {
    run(|| {
        assert_eq!(Metering::provider(PROVIDER).unwrap().receipt_key, None);
        assert_ok!(set(PROVIDER, key_of(KEY)));
        assert_eq!(events(), [Event::ReceiptKeySet { provider: PROVIDER, key: key_of(KEY), former: None }]);
        assert_eq!(Metering::provider(PROVIDER).unwrap().receipt_key, Some(key_of(KEY)));
        assert_eq!(Metering::provider(SECOND).unwrap().receipt_key, None);
    });
}

#[test]
fn a_key_is_replaced_once_per_dispute_window() {
    run(|| {
        assert_ok!(set(PROVIDER, 1));
        assert_ok!(set(PROVIDER, 2));
        assert_eq!(
            events().last(),
            Some(&Event::ReceiptKeySet { provider: PROVIDER, key: 2, former: Some(1) })
        );
        for _ in 0..3 {
            assert_noop!(set(PROVIDER, 3), E::ReceiptKeyRecentlyReplaced);
            next_epochs(1);
        }
        assert_ok!(set(PROVIDER, 3));
        assert_noop!(set(PROVIDER, 1), E::ReceiptKeyRecentlyReplaced);
    });
}

#[test]
fn setting_a_key_is_refused_where_it_makes_no_sense() {
    run(|| {
        assert_noop!(set(OWNER, key_of(KEY)), E::UnknownProvider);
        assert_ok!(set(PROVIDER, key_of(KEY)));
        assert_noop!(set(PROVIDER, key_of(KEY)), E::Unchanged);
        // Who is leaving still settles, and may lose a key.
        assert_ok!(Metering::deregister_provider(signed(PROVIDER)));
        assert_ok!(set(PROVIDER, 502));
    });
}

#[test]
fn the_former_key_proves_what_it_signed_up_to_the_epoch_in_which_it_was_replaced() {
    run(|| {
        assert_ok!(set(PROVIDER, key_of(KEY)));
        let budget = open(OWNER, shared(50));
        let early = signed_by(KEY, statement(budget, work(2)));
        let settled = settle_group(budget, vec![work(5)]);
        assert_ok!(set(PROVIDER, key_of(NEXT_KEY)));
        next_epochs(1);
        // In the next epoch it proves nothing: who found it may sign what it likes.
        let forged = signed_by(KEY, statement(budget, work(2)));
        let later = settle_group(budget, vec![work(5)]);
        assert_noop!(dispute(STRANGER, later.overcharged(0, 0, forged)), E::ReceiptNotSigned);
        let by_the_new_one = signed_by(NEXT_KEY, statement(budget, work(2)));
        assert_ok!(dispute(STRANGER, later.overcharged(0, 0, by_the_new_one)));
        next_epochs(1);
        assert_ok!(dispute(STRANGER, settled.overcharged(0, 0, early)));
    });
}

#[test]
fn a_key_can_not_be_replaced_twice_to_forget_what_it_signed() {
    run(|| {
        let (_, evidence) = cheat();
        assert_ok!(set(PROVIDER, 502));
        next_epochs(2);
        assert_noop!(set(PROVIDER, 503), E::ReceiptKeyRecentlyReplaced);
        assert_ok!(dispute(STRANGER, evidence));
    });
}
