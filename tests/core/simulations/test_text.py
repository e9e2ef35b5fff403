"""Texts as vectors: the numbers of the syllabus, laws of counting, the engine's pass, and every knob's error."""

import numpy as np
import pytest
from gradstep.core.errors import GradstepError, PlaceError
from gradstep.core.graph import GraphBuilder
from gradstep.core.passes import run_pass
from gradstep.core.pictures import CodePicture, TablePicture
from gradstep.core.simulations.kinds import simulate
from gradstep.core.simulations.places import find
from gradstep.core.simulations.protocol import Spec
from gradstep.core.simulations.text.corpus import alphabetical, words_of
from gradstep.core.words import core_words
from hypothesis import given
from hypothesis import strategies as st

E = [[0.9, 0.1, 0, -0.9, -0.6, 0.2], [0.2, 0, 0.1, 0.1, 0.8, 0.7]]
PAIR = {"vectors": E, "word": "es", "context": "buena", "negative": "la"}
KNOBS = [
    {},
    {"filled": "counts", "by": "word"},
    {"grams": 2, "by": "word", "document": 4},
    {"documents": "sí | no | sí sí no", "filled": "counts"},
    {"method": "look-up", "vectors": E},
    {"method": "look-up", "dimension": 3, "seed": 5, "text": "mala"},
    {"method": "similarity", "vectors": E, "word": "buena"},
    {"method": "skip-gram", **PAIR},
    {"method": "skip-gram", "dimension": 4, "seed": 2, "rate": 50},
    {"method": "glove", **PAIR, "b": 0.1, "c": -0.2},
    {"method": "sizes"},
]


def text(**knobs):
    return simulate(Spec("text", knobs))


def at_end(run, name):
    return run.frame(run.last).quantities[name]


def rows(run, count=4):
    return [at_end(run, f"x.{document}").tolist() for document in range(1, count + 1)]


def test_the_bag_of_words_of_the_four_reviews():
    run = text()
    assert run.score.corpus.dictionary == ("buena", "es", "la", "mala", "no", "película")
    assert rows(run) == [[1, 1, 1, 0, 0, 1], [0, 1, 1, 1, 0, 1], [1, 1, 0, 1, 1, 0], [1, 1, 0, 1, 1, 0]]
    assert at_end(run, "differences.3.4") == 0
    assert at_end(run, "pairs.same") == 1
    counts = text(filled="counts")
    assert rows(counts)[2:] == [[1, 2, 0, 1, 1, 0]] * 2
    assert at_end(counts, "size.tokens") == 18


def test_bigrams_separate_what_words_confuse():
    run = text(grams=2)
    assert run.score.corpus.dictionary == (
        "buena es", "es buena", "es mala", "la película", "mala es", "no es", "película es",
    )  # fmt: skip
    assert rows(run)[2:] == [[0, 1, 1, 0, 1, 1, 0], [1, 1, 1, 0, 0, 1, 0]]
    assert at_end(run, "differences.3.4") == 2
    assert at_end(run, "pairs.same") == 0


def test_no_linear_model_on_the_bag_can_tell_two_equal_rows_apart():
    run = text()
    for weights in np.random.default_rng(3).normal(size=(50, 6)):
        assert at_end(run, "x.3") @ weights == at_end(run, "x.4") @ weights


def test_looking_up_is_the_product_with_a_one_hot_vector():
    run = text(method="look-up", vectors=E, text="mala")
    assert run.frame(1).quantities["place.1"] == 4
    assert run.frame(1).quantities["onehot.1"].tolist() == [0, 0, 0, 1, 0, 0]
    assert at_end(run, "e.1").tolist() == [-0.9, 0.1]
    assert (np.array(E) @ at_end(run, "onehot.1")).tolist() == [-0.9, 0.1]
    for document in ("no es mala es buena", "no es buena es mala"):
        assert at_end(text(method="look-up", vectors=E, text=document), "mean") == pytest.approx([-0.08, 0.22])


def test_good_and_bad_point_in_opposite_directions():
    run = text(method="similarity", vectors=E, word="buena")
    assert at_end(run, "cos.4") == pytest.approx(-0.94626, abs=5e-6)
    assert at_end(run, "nearest") == 2
    assert find(run, "when cos.4 < 0") == 3


def test_one_update_of_skip_gram():
    run = text(method="skip-gram", **PAIR, rate=0.5)
    assert at_end(run, "loss") == pytest.approx(1.34231, abs=5e-6)
    assert at_end(run, "grad.v") == pytest.approx([-0.429764, -0.045503], abs=5e-7)
    assert at_end(run, "new.v") == pytest.approx([0.1 + 0.214882, 0.0227515], abs=5e-7)
    assert at_end(run, "new.loss") < at_end(run, "loss")
    fresh = np.array(at_end(run, "new.v")), np.array(at_end(run, "new.u")), np.array(at_end(run, "new.k"))
    after = -np.log(1 / (1 + np.exp(-fresh[1] @ fresh[0]))) - np.log(1 / (1 + np.exp(fresh[2] @ fresh[0])))
    assert at_end(run, "new.loss") == pytest.approx(after, rel=1e-12)
    assert at_end(text(method="skip-gram", **PAIR, rate=0), "new.loss") == pytest.approx(1.34231, abs=5e-6)


def test_the_cost_of_one_pair_in_glove():
    run = text(method="glove", **PAIR)
    assert [at_end(run, f"count.{d}") for d in range(1, 5)] == [1, 0, 1, 2]
    assert at_end(run, "X") == 4
    assert at_end(run, "cost") == pytest.approx(0.150298, abs=5e-7)
    assert run.mistakes(4, "X") == {"one-direction": 3, "documents-for-meetings": 3}


def test_what_large_dictionaries_take():
    run = text(method="sizes")
    assert at_end(run, "size.onehot") == 10_000
    assert at_end(run, "size.embedding") == 320_000
    assert at_end(run, "size.matrix") == 250_000_000
    assert at_end(run, "size.bigrams") == 100_000_000


WORDS = st.lists(st.sampled_from(["sí", "no", "tal vez", "nunca", "ya"]), min_size=1, max_size=8).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=5), st.integers(1, 2))
def test_counts_sum_to_what_was_read(documents, grams):
    run = text(documents=documents, filled="counts", grams=grams)
    if all(len(words_of(document)) < grams for document in documents):
        with pytest.raises(GradstepError):
            run.frame(0)
        return
    for d, document in enumerate(documents, 1):
        vector, read = at_end(run, f"x.{d}"), max(0, len(words_of(document)) - grams + 1)
        assert vector.sum() == at_end(run, f"tokens.{d}") == read
        present = at_end(text(documents=documents, grams=grams), f"x.{d}")
        assert present.tolist() == np.minimum(vector, 1).tolist()


@given(WORDS, st.randoms(use_true_random=False))
def test_a_bag_forgets_the_order_and_a_mean_does_too(document, shuffling):
    words = document.split()
    shuffling.shuffle(words)
    both = text(documents=[document, " ".join(words)], filled="counts")
    assert at_end(both, "differences.1.2") == 0
    means = [at_end(text(method="look-up", documents=[document], seed=3, text=part), "sum")
             for part in (document, " ".join(words))]  # fmt: skip
    assert means[0] == pytest.approx(means[1])


@given(st.permutations(["la película es buena", "la película es mala", "no es mala es buena"]))
def test_the_order_of_the_documents_only_moves_rows(documents):
    known = dict(zip(documents, rows(text(documents=documents), 3), strict=True))
    assert known["la película es mala"] == [0, 1, 1, 1, 0, 1]
    assert known["no es mala es buena"] == [1, 1, 0, 1, 1, 0]


def test_words_are_written_small_and_sorted_without_accents():
    assert words_of("¡No, la Película… NO es «mala»!") == ("no", "la", "película", "no", "es", "mala")
    assert sorted(["ojo", "ñu", "árbol", "zeta", "arco"], key=alphabetical) == ["árbol", "arco", "ñu", "ojo", "zeta"]


def test_the_gradient_is_that_of_a_gather_from_the_table():
    run = text(method="skip-gram", **PAIR)
    builder = GraphBuilder()
    table, place = np.array(E).T, run.score.pair.words.corpus.place
    builder.leaf("E", table.shape), builder.leaf("U", table.shape)
    for name, matrix, word in (("v", "E", "es"), ("u", "U", "buena"), ("k", "U", "la")):
        builder.apply("gather", matrix, name=name, indices=place[word])
    builder.apply("dot", "u", "v", name="s"), builder.apply("dot", "k", "v", name="t")
    for name, score in (("a", "s"), ("b", "t")):
        signed = score if name == "a" else builder.apply("neg", score)
        builder.apply("log", builder.apply("sigmoid", signed), name=name)
    builder.apply("neg", builder.apply("add", "a", "b"), name="loss")
    record = run_pass(builder.graph(), {"E": table, "U": table})
    assert record.values["loss"] == pytest.approx(at_end(run, "loss"), rel=1e-12)
    below = run.zoom(run.last, "loss")
    end = below.frame(find(below, "end")).quantities
    assert np.allclose(end["grad.E"].T, record.gradients["E"], rtol=1e-12)
    assert np.allclose(end["grad.U"].T, record.gradients["U"], rtol=1e-12)
    moved = np.flatnonzero(np.any(end["grad.E"], axis=0))
    assert moved.tolist() == [place["es"]]
    assert end["grad.v"] == pytest.approx(at_end(run, "grad.v"))


@pytest.mark.parametrize(
    ("knobs", "cursor", "quantity", "inside"),
    [
        ({"method": "look-up", "vectors": E, "text": "mala"}, 1, "e.1", "value.e"),
        ({"method": "similarity", "vectors": E, "word": "buena"}, 2, "cos.4", "value.cosine"),
        ({"method": "skip-gram", **PAIR}, 0, "loss", "value.loss"),
        ({"method": "glove", **PAIR}, 0, "cost", "value.cost"),
    ],
)
def test_zoom_opens_a_graph_with_the_same_numbers(knobs, cursor, quantity, inside):
    run = text(**knobs)
    below = run.zoom(cursor, quantity)
    assert below.frame(find(below, "forward")).quantities[inside] == pytest.approx(at_end(run, quantity))
    with pytest.raises(PlaceError):
        run.zoom(cursor, "nothing")


def test_zoom_reads_one_document_word_by_word():
    run = text(filled="counts")
    below = run.zoom(4, "x.3")
    assert [below.frame(k).event.subject for k in range(2, below.last)] == ["x.3.5", "x.3.2", "x.3.4", "x.3.2", "x.3.1"]
    assert below.frame(3).quantities["x.3.2"] == 1
    assert below.frame(5).quantities["x.3.2"] == 2
    assert at_end(below, "x.3").tolist() == at_end(run, "x.3").tolist()
    assert below.frame(3).zooms == ()


@pytest.mark.parametrize("knobs", KNOBS)
def test_every_frame_stands_alone_and_speaks_both_languages(knobs):
    walked, fresh, words = text(**knobs), text(**knobs), core_words()
    frames = [walked.frame(cursor) for cursor in range(walked.last + 1)]
    assert {name for frame in frames for name in frame.quantities} == walked.names
    for cursor in np.random.default_rng(1).permutation(walked.last + 1).tolist():
        frame, known = fresh.frame(cursor), frames[cursor]
        assert (frame.event, frame.caption, frame.zooms) == (known.event, known.caption, known.zooms)
        said = words.both(frame.caption)
        assert said["en"] and said["en"] != said["es"]
        for name in frame.quantities:
            assert np.array_equal(frame.quantities[name], known.quantities[name])
            assert fresh.label(name)
            receipt = fresh.receipt(cursor, name)
            assert receipt is None or not any("≠" in line.text for line in receipt.lines)
        for name in frame.event.news if frame.event else ():
            assert fresh.receipt(cursor, name).lines
        assert fresh.pictures(cursor)


@pytest.mark.parametrize("knobs", KNOBS)
def test_mistakes_have_names_and_are_never_the_truth(knobs):
    run, known, found = text(**knobs), core_words().texts, set()
    for cursor in range(run.last + 1):
        frame = run.frame(cursor)
        for name in frame.quantities:
            for id, wrong in run.mistakes(cursor, name).items():
                found.add(id)
                assert f"mistake.{id.partition(':')[0]}" in known
                assert f"mistake.{id.partition(':')[0]}-name" in known
                same = np.shape(wrong) == np.shape(frame.quantities[name])
                assert not (same and np.allclose(wrong, frame.quantities[name], rtol=1e-9))
    assert found


def test_what_learners_get_wrong():
    run = text()
    assert run.mistakes(4, "x.3")["order-of-reading"].tolist() == [0, 0, 1, 1, 1, 1]
    assert run.mistakes(4, "x.3")["count-for-presence"].tolist() == [1, 2, 0, 1, 1, 0]
    assert run.mistakes(1, "size.entries") == {"tokens-for-words": 18}
    assert run.mistakes(6, "differences.3.4") == {"order-in-bag": 2}
    look = text(method="look-up", vectors=E)
    assert look.mistakes(look.last, "mean")["sum-for-mean"] == pytest.approx([-0.4, 1.1])
    pair = text(method="skip-gram", **PAIR)
    wrong = pair.mistakes(8, "grad.v")
    assert wrong["only-first-path"] == pytest.approx([-0.429764, -0.095503], abs=1e-6)
    assert pair.mistakes(4, "loss")["negative-forgotten"] == pytest.approx(-np.log(at_end(pair, "p")))


def test_the_same_seed_gives_the_same_words_and_another_one_others():
    first, again, other = (text(method="skip-gram", dimension=3, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(at_end(first, "E"), at_end(again, "E"))
    assert at_end(first, "loss") == at_end(again, "loss")
    assert not np.array_equal(at_end(first, "E"), at_end(other, "E"))
    assert not np.array_equal(at_end(first, "E"), at_end(first, "U"))
    drawn = {text(method="skip-gram", seed=seed).score.pair.chosen[2] for seed in range(30)}
    assert len(drawn) > 2 and not drawn & {"la", "película"}


def test_a_pair_that_never_meets_is_said_to_be_apart():
    words = core_words()
    for context, apart in (("buena", False), ("la", True)):
        run = text(method="skip-gram", vectors=E, word="es", context=context, negative="no")
        assert ("never" in words.word(run.frame(0).caption, "en")) is apart


def test_a_branch_begins_again_and_leaves_the_old_one():
    run = text()
    other = run.branch(3, grams=2)
    assert at_end(other, "size.entries") == 7
    assert at_end(run, "size.entries") == 6


def test_pictures_show_what_is_known_and_nothing_else():
    documents, table = text().pictures(3)
    assert isinstance(documents, CodePicture) and documents.current == 1
    assert isinstance(table, TablePicture)
    assert [row[1] for row in table.rows] == [1, 0, None, None]
    assert "[es]" in text(by="word", document=3).pictures(3)[0].lines[2]


@pytest.mark.parametrize(
    "knobs",
    [
        {"method": "magic"},
        {"documents": []},
        {"documents": 3},
        {"documents": ["la película", False]},
        {"documents": ["..."]},
        {"documents": "una | " * 30},
        {"documents": ["a " * 60]},
        {"documents": ["x" * 40]},
        {"documents": "uno | dos", "grams": 2},
        {"grams": 0},
        {"grams": 2.5},
        {"filled": "often"},
        {"by": "letter"},
        {"document": 5},
        {"document": -1},
        {"method": "look-up", "text": "gato"},
        {"method": "look-up", "text": "..."},
        {"method": "look-up", "text": False},
        {"method": "look-up", "text": "es " * 30},
        {"method": "look-up", "vectors": [[1, 2], [3, 4]]},
        {"method": "look-up", "vectors": [[1, 2, 3, 4, 5, float("nan")]]},
        {"method": "look-up", "vectors": [[0] * 6] * 9},
        {"method": "look-up", "dimension": 0},
        {"method": "look-up", "seed": -1},
        {"method": "similarity", "word": "gato"},
        {"method": "similarity", "documents": "uno"},
        {"method": "skip-gram", "word": 3},
        {"method": "skip-gram", "negative": "película"},
        {"method": "skip-gram", "documents": "uno"},
        {"method": "skip-gram", "rate": -1},
        {"method": "skip-gram", "rate": "fast"},
        {"method": "skip-gram", "vectors": E, "contexts": [[1, 2, 3, 4, 5, 6]]},
        {"method": "glove", "word": "buena", "context": "mala"},
        {"method": "glove", "window": 0},
        {"method": "glove", "b": "much"},
        {"method": "sizes", "dictionary": 1},
        {"method": "sizes", "width": 0},
        {"method": "sizes", "reviews": 0},
    ],
)
def test_what_cannot_be_read_says_why(knobs):
    with pytest.raises(GradstepError) as caught:
        text(**knobs).frame(0)
    said = core_words().both(caught.value.message)
    assert said["en"] != said["es"]
