"""Every public function on a corpus of no articles."""

import pytest
from conftest import lexicon_of

import toolkit as tk
from toolkit.tables.calls import calls_of
from toolkit.tables.schema import check_table, empty_table


@pytest.mark.parametrize("method", ["parser", "rules"])
def test_the_whole_pipeline(registry, method, tmp_path):
    raw = empty_table("articles")
    assert check_table(tk.find_residue(raw), "residue").empty
    articles = check_table(tk.add_families(tk.clean_text(raw)), "articles")
    assert check_table(tk.find_changes(articles), "changes").empty
    tables = tk.annotate(articles, registry, lexicon_of(winning=["victor*"]), method=method)
    for name in tables._fields:
        assert check_table(getattr(tables, name), name).empty
    assert tk.explore(tables).selection.empty
    mentions = tk.add_tone(tables.mentions, articles)
    linked = tk.link_mentions(articles, tables.terms, tables.names, tables.attributions)
    assert check_table(linked, "mentions").empty
    exposure = check_table(tk.exposure(articles, tables.attributions), "exposure")
    assert check_table(tk.concordance(mentions, articles), "concordance").empty
    assert check_table(tk.voices(mentions), "voices").empty
    rates = check_table(
        tk.rates(tk.add_period(mentions), tk.add_period(exposure), by="period", seed=1), "rates"
    )
    tables = {
        "comparison": tk.compare(mentions, exposure, seed=1),
        "trends": tk.trends(mentions, exposure, seed=1),
        "counts": tk.counts(mentions, exposure),
        "composition": tk.composition(mentions, exposure),
        "first_uses": tk.first_uses(mentions),
        "words": tk.count_words(articles),
        "collocates": tk.collocates(mentions, articles),
        "dispersion": tk.dispersion(mentions, exposure),
        "tone": tk.tone(mentions, exposure, seed=1),
        "coverage": tk.coverage(articles),
        "affiliations": tk.affiliations(mentions, seed=1),
        "actor_ties": tk.actor_ties(mentions, articles, seed=1),
        "polarisation": tk.polarisation(mentions, {"x": "a"}, seed=1),
        "specifications": tk.sensitivity({}, group="x", thing="f"),
        **coded(mentions, articles, exposure, tmp_path / "sheet.csv"),
        "not_carried": tk.export_annotations(mentions, articles, tmp_path / "none.qdpx"),
        "codings": tk.import_annotations(tmp_path / "none.qdpx", articles),
    }
    for name, table in tables.items():
        assert check_table(table, name).empty
        assert len(calls_of(table)) == ("call" in table)
    with pytest.raises(ValueError, match="articles: found none, expected those that the tables"):
        tk.methods_text(articles, rates, corpus="Nothing")
    for name in ("comparison", "composition", "collocates", "tone", "specifications"):
        ax = getattr(tk, f"plot_{name}")(tables[name])
        assert ax.texts[0].get_text().startswith("no data: ")
    ax = tk.plot_corrected(tables["corrected_shares"])
    assert ax.texts[0].get_text().startswith("no data: ")
    assert check_table(tk.camps(tables["actor_ties"]), "camps").empty
    ax = tk.plot_discourse_network(tables["affiliations"])
    assert ax.texts[0].get_text().startswith("no data: ")
    assert len(tk.network(tables["affiliations"])) == 0
    model = tk.model_rates("n ~ voice", tables["counts"])
    assert tk.plot_models(model).texts[0].get_text().startswith("no data: ")
    assert len(tk.network(tk.voices(mentions))) == 0
    ax = tk.plot_timeline(rates)
    source = tmp_path / "nothing.txt"
    source.write_text("")
    made = {"sources": [source], "made_by": source, "folder": tmp_path / "figures"}
    assert tk.save_figure(ax.figure, "none", data=rates, mentions=mentions, **made).exists()
    printed = tk.save_table(rates, "printed", columns=["rate"], mentions=mentions, **made)
    assert printed.with_suffix(".md").read_text(encoding="utf-8").startswith("| Rate \\[interval")


def test_a_corpus_of_a_file_without_words_has_parts(registry, tmp_path):
    path = tmp_path / "corpus.csv"
    path.write_text("text\n…\n")
    folder = tk.partition(path, tmp_path / "parts")
    tk.add_families_to_parts(folder, processes=1)
    tk.annotate_parts(folder, registry, lexicon_of(), method="rules", processes=1)
    for name in ("terms", "names", "attributions", "targets", "mentions", "exposure"):
        assert check_table(tk.load_parts(folder, name), name).empty
    opened = [tk.open_parts(folder, name) for name in ("mentions", "exposure")]
    assert check_table(tk.rates(*opened, seed=1), "rates").empty
    assert check_table(tk.voices(opened[0]), "voices").empty
    assert check_table(tk.trends(*opened, seed=1), "trends").empty


def coded(mentions, articles, exposure, path):
    """Return the tables of hand-coding, from the sample to the corrected rates."""
    sample = tk.draw_mentions(mentions, each=5, by="voice", seed=1)
    assert check_table(tk.draw_passages(articles, mentions, each=5, seed=1), "sample").empty
    sheet = tk.coding_sheet(sample, articles)
    codes = tk.load_codes({"ada": tk.save_coding_sheet(sheet, path)})
    book = path.with_name("codebook.yml")
    book.write_text("questions: {a: {text: A, labels: {x: {definition: X}, y: {definition: Y}}}}")
    to, nowhere = path.with_name("qwen.json"), "http://127.0.0.1:9/v1"
    labels = tk.label(sheet, tk.load_codebook(book), endpoint=nowhere, model="m", to=to, seed=1)
    assert check_table(labels, "codes").empty
    assert tk.add_labels(mentions, labels, coder="qwen").empty
    given = {"questions": {"voice": ["narration"]}, "folder": path.parent}
    paths = {who: tk.code(sample, articles, coder=who, **given).path for who in ("cy", "dan")}
    assert tk.load_codes({"cy": tk.adjudicate(paths, sample, articles, **given).path}).empty
    both = mentions.assign(voice_coded="", probability=1.0)
    columns = {"found": "voice", "truth": "voice_coded"}
    return {
        "sample": sample,
        "coding_sheet": sheet,
        "codes": codes,
        "agreement": tk.agreement(codes, by="variable", seed=1),
        "accuracy": tk.accuracy(both, **columns),
        "confusion": tk.confusion(both, **columns),
        "corrected_shares": tk.corrected_shares(both, **columns),
        "corrected_rates": tk.corrected_rates(
            both.assign(frame_coded=""), exposure, found="frame", truth="frame_coded"
        ),
        "corrected_comparison": tk.corrected_comparison(
            both.assign(frame_coded=""), exposure, found="frame", truth="frame_coded", by="voice"
        ),
    }
