import numpy as np
import pytest

from snippets.d01_ecommerce_recommendations.synthetic_shop import (
    Shop,
    make_shop,
    purchases,
)


def test_purchases_follow_the_stated_probabilities() -> None:
    shop = make_shop(3, 8, rng=np.random.default_rng(0))
    bought = purchases(shop, 20_000, rng=np.random.default_rng(1))
    for shopper in range(3):
        mine = bought[bought[:, 0] == shopper, 1]
        share = np.bincount(mine, minlength=8) / len(mine)
        truth = np.exp(shop.logits[shopper])
        np.testing.assert_allclose(share, truth / truth.sum(), atol=0.015)


def test_popularity_is_zipf_when_nobody_has_a_taste() -> None:
    shop = make_shop(2, 5, fit_weight=0.0, rng=np.random.default_rng(0))
    weight = np.sort(np.exp(shop.logits[0]))[::-1]
    np.testing.assert_allclose(weight, 1 / np.arange(1, 6))


def test_every_shopper_buys_and_the_order_is_shuffled() -> None:
    shop = make_shop(50, 20, rng=np.random.default_rng(0))
    bought = purchases(shop, 4, rng=np.random.default_rng(1))
    assert bought.shape == (200, 2)
    np.testing.assert_array_equal(np.bincount(bought[:, 0]), np.full(50, 4))
    assert (np.diff(bought[:, 0]) < 0).any()


def test_huge_logits_and_a_single_item_are_fine() -> None:
    one = Shop(np.zeros((2, 1)), np.zeros((1, 1)), np.full((2, 1), 5000.0))
    assert (purchases(one, 3, rng=np.random.default_rng(0))[:, 1] == 0).all()


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        make_shop(0, 5, rng=np.random.default_rng(0))
    shop = make_shop(2, 2, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="per_shopper"):
        purchases(shop, 0, rng=np.random.default_rng(0))
