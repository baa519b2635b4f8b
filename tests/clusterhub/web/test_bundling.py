"""Scripts published as one file."""

import pytest

from clusterhub.web.bundling import bundled

pytestmark = pytest.mark.once

MODULES = {
    "start": 'import { add } from "./sums.js";\nimport "./shown.js";\nadd();\n',
    "shown": 'import { add, one } from "./sums.js";\nconst start = add(one);\n',
    "sums": "export const one = 1;\nexport async function add() {}\nexport class Sum {}\nconst own = 2;\n",
}


def test_each_module_is_there_once_after_those_it_imports():
    text = bundled("start", MODULES.__getitem__)

    assert [text.count(f"const {name}_js = ") for name in ("sums", "shown", "start")] == [1, 1, 1]
    assert text.index("const sums_js") < text.index("const shown_js") < text.index("const start_js")
    assert "return { one, add, Sum };" in text
    assert "const { add, one } = sums_js;" in text
    assert "export" not in text
    assert "import" not in text


@pytest.mark.parametrize(
    "line", ['import all from "./sums.js";', 'import { a } from "../up.js";', "export default 1;", "export let a = 1;"]
)
def test_what_cannot_be_bundled_is_named(line):
    with pytest.raises(ValueError, match="start.js : (import|export)"):
        bundled("start", {"start": f"const b = 1;\n{line}\n", "sums": ""}.__getitem__)
