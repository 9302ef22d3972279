//! Vouchers of which nothing is debited: each reason, alone and beside others.

use super::{signing::*, *};
use sp_core::H256;
use sp_runtime::MultiSignature;
use VoucherRejectionReason::*;

/// Asserts that vouchers are rejected for that reason, and that the budget is as it was.
fn refuses(id: BudgetId, vouchers: Vec<Signed>, reason: VoucherRejectionReason) {
    let before = (stored_budget(id), window(OWNER, epoch()));
    let reasons = vec![reason; vouchers.len()];
    assert_eq!(settle(PROVIDER, vouchers), none_debited(&reasons));
    assert_eq!((stored_budget(id), window(OWNER, epoch())), before);
}

#[test]
fn a_signature_by_another_key_is_refused() {
    run(|| {
        let (id, thief) = (open_for_agent(by_voucher(10)), Key::sr25519(9));
        let mine = voucher(id, 1, 4);
        // It says whose it is, or it says that it is the agent's.
        refuses(id, vec![signed_by(&thief, mine.clone())], NotDelegate);
        let pretended = SignedVoucher { signer: agent().account(), ..signed_by(&thief, mine.clone()) };
        let key = agent().sign(b"").key;
        let signature = TestSignature { key, ..thief.sign(&payload(&mine)) };
        let forged = SignedVoucher { voucher: mine, wrapped: false, signer: agent().account(), signature };
        refuses(id, vec![pretended, forged], BadSignature);
    });
}

#[test]
fn a_signature_for_something_else_is_refused() {
    run(|| {
        let (id, second) = (open_for_agent(by_voucher(10)), open_for_agent(by_voucher(10)));
        let asked = voucher(id, 1, 4);
        let signed_for = |bytes: Vec<u8>| with_signature(&agent(), asked.clone(), &bytes);
        let hash = System::block_hash(0);
        let others = vec![
            // Another chain, another provider.
            signed_for(asked.payload(H256::repeat_byte(1), &PROVIDER)),
            signed_for(asked.payload(hash, &SECOND)),
            // Another owner, budget, epoch, amount.
            signed_for(payload(&Voucher { owner: OTHER, ..asked.clone() })),
            signed_for(payload(&Voucher { budget: second, ..asked.clone() })),
            signed_for(payload(&Voucher { epoch: EpochIndex(2), ..asked.clone() })),
            signed_for(payload(&Voucher { amount: Diem(4 * DIEM - 1), ..asked.clone() })),
            // Without the tag, and with a byte more.
            signed_for(payload(&asked).split_off(diem_primitives::voucher::VOUCHER_DOMAIN.len())),
            signed_for([payload(&asked), vec![0]].concat()),
        ];
        refuses(id, others, BadSignature);
        assert_eq!(settle(PROVIDER, vec![by_agent(asked)]), all_debited(4, 1));
    });
}

#[test]
fn a_voucher_that_is_wrapped_otherwise_than_it_says_is_refused() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        let asked = voucher(id, 1, 4);
        let wrapped_bytes = diem_primitives::voucher::wrap(&payload(&asked));
        let not_wrapped = SignedVoucher { wrapped: true, ..by_agent(asked.clone()) };
        let wrapped = with_signature(&agent(), asked, &wrapped_bytes);
        refuses(id, vec![not_wrapped, wrapped], BadSignature);
    });
}

#[test]
fn a_malformed_signature_is_refused() {
    run(|| {
        for key in [Key::sr25519(1), Key::ed25519(1), Key::ecdsa(1)] {
            let id = open_for(&key, by_voucher(10));
            let good = signed_by(&key, voucher(id, 1, 4));
            let with = |signature| {
                let signature = TestSignature { signature, ..good.signature.clone() };
                SignedVoucher { signature, ..good.clone() }
            };
            let bytes = codec::Encode::encode(&good.signature.signature);
            let mut flipped = bytes.clone();
            flipped[10] ^= 1;
            let flipped: MultiSignature = codec::Decode::decode(&mut &flipped[..]).unwrap();
            let malformed = vec![
                with(flipped),
                with(MultiSignature::Sr25519([0; 64].into())),
                with(MultiSignature::Ed25519([0xff; 64].into())),
                with(MultiSignature::Ecdsa([0; 65].into())),
                with(MultiSignature::Ecdsa([0xff; 65].into())),
                with(MultiSignature::Eth([0xff; 65].into())),
            ];
            refuses(id, malformed, BadSignature);
            assert_eq!(settle(PROVIDER, vec![good]), all_debited(4, 1));
        }
    });
}

#[test]
fn a_budget_without_a_delegate_has_nobody_who_could_sign() {
    run(|| {
        let id = open(OWNER, by_voucher(10));
        refuses(id, vec![by_agent(voucher(id, 1, 4))], NotDelegate);
        // Not even its owner.
        let by_owner = SignedVoucher { signer: OWNER, ..by_agent(voucher(id, 1, 4)) };
        refuses(id, vec![by_owner], NotDelegate);
    });
}

#[test]
fn an_epoch_that_can_not_be_settled_is_refused() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        next_epochs(2);
        let vouchers = [0, 1, 4, u32::MAX].map(|epoch| by_agent(voucher(id, epoch, 4)));
        refuses(id, vouchers.to_vec(), EpochNotSettleable);
    });
}

#[test]
fn an_unknown_budget_is_refused() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        refuses(id, vec![by_agent(voucher(BudgetId(7), 1, 4))], UnknownBudget);
        refuses(id, vec![by_agent(Voucher { owner: OTHER, ..voucher(id, 1, 4) })], UnknownBudget);
        // It was not open in the epoch before.
        refuses(id, vec![by_agent(voucher(id, 0, 4))], UnknownBudget);
    });
}

#[test]
fn a_closed_budget_is_refused() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        assert_ok!(Metering::close_budget(signed(OWNER), OWNER, id));
        next_epochs(1);
        refuses(id, vec![by_agent(voucher(id, 2, 4))], BudgetClosed);
        assert_eq!(settle(PROVIDER, vec![by_agent(voucher(id, 1, 4))]), all_debited(4, 1));
    });
}

#[test]
fn an_expired_budget_is_refused() {
    run(|| {
        let id = open_for_agent(BudgetTerms { expires_at: Some(EpochIndex(2)), ..by_voucher(10) });
        next_epochs(1);
        refuses(id, vec![by_agent(voucher(id, 2, 4))], BudgetExpired);
        assert_eq!(settle(PROVIDER, vec![by_agent(voucher(id, 1, 4))]), all_debited(4, 1));
    });
}

#[test]
fn a_budget_of_another_provider_is_refused() {
    run(|| {
        let id = open_for_agent(BudgetTerms { provider: ProviderChoice::Only(SECOND), ..by_voucher(10) });
        refuses(id, vec![by_agent(voucher(id, 1, 4))], WrongProvider);
    });
}

#[test]
fn a_budget_that_consents_by_receipt_is_refused() {
    run(|| {
        let id = open_for_agent(shared(10));
        refuses(id, vec![by_agent(voucher(id, 1, 4))], ConsentByReceipt);
    });
}

#[test]
fn an_owner_without_quota_is_refused() {
    run(|| {
        let delegate = Some(agent().account());
        assert_ok!(Metering::open_budget(signed(STRANGER), by_voucher(10), None, delegate));
        let theirs = by_agent(Voucher { owner: STRANGER, ..voucher(BudgetId(0), 1, 4) });
        assert_eq!(settle(PROVIDER, vec![theirs]), none_debited(&[QuotaExhausted]));
    });
}

#[test]
fn good_vouchers_settle_beside_bad_ones() {
    run(|| {
        let (id, paused) = (open_for_agent(by_voucher(10)), open_for_agent(by_voucher(10)));
        assert_ok!(Metering::pause_budget(signed(OWNER), paused));
        System::set_block_number(System::block_number() + 11);
        let vouchers = vec![
            by_agent(voucher(BudgetId(7), 1, 1)),
            by_agent(voucher(id, 1, 4)),
            with_signature(&agent(), voucher(id, 1, 9), b""),
            by_agent(voucher(id, 1, 6)),
            by_agent(voucher(paused, 1, 1)),
            by_agent(voucher(id, 9, 1)),
        ];
        let settled = settle(PROVIDER, vouchers);
        assert_eq!((settled.debited, settled.vouchers), (Diem(6 * DIEM), 2));
        let reasons: Vec<_> = settled.rejections.iter().map(|r| (r.index, r.reason)).collect();
        assert_eq!(
            reasons,
            [(0, UnknownBudget), (2, BadSignature), (4, BudgetPaused), (5, EpochNotSettleable)]
        );
    });
}

#[test]
fn the_largest_amount_settles_what_there_is_and_no_more() {
    run(|| {
        let id = open_for_agent(by_voucher(10));
        let everything = Voucher { amount: Diem(u128::MAX), ..voucher(id, 1, 0) };
        assert_eq!(settle(PROVIDER, vec![by_agent(everything.clone())]), all_debited(10, 1));
        // Given back and settled again, over and over: the mark goes on.
        for times in 2..5_u128 {
            assert_ok!(Metering::refund(signed(PROVIDER), OWNER, id, epoch(), Diem(10 * DIEM)));
            assert_eq!(settle(PROVIDER, vec![by_agent(everything.clone())]), all_debited(10, 1));
            assert_eq!(mark(id, 1), Diem(times * 10 * DIEM));
        }
    });
}
