"""What a model says cannot break out of the page's data."""

from __future__ import annotations

import json
import re
from pathlib import Path

from workers.testing.coverage import Coverage


def test_a_model_cannot_end_the_element_that_its_text_stands_in(
    files: list[Path], tmp_path: Path
) -> None:
    text = files[0].read_text(encoding="utf-8")
    files[0].write_text(text.replace("申请", "/* scripts */ /* data */"), encoding="utf-8")
    Coverage(files).write(tmp_path)
    page = (tmp_path / "coverage.html").read_text(encoding="utf-8")
    assert page.count("</script>") == page.count("<script") == 2
    (embedded,) = re.findall(r'<script id="data" type="application/json">(.*?)</script>', page)
    leave = json.loads(embedded)["files"][0]
    labels = [element["label"] for element in leave["elements"]]
    assert labels[0] == "/* scripts */ /* data */"
    assert "结束 </script>" in labels
    assert leave["xml"] == files[0].read_text(encoding="utf-8")
