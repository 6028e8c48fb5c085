"""What a study of the trade's claims says, in words and as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, ROW_HEIGHT = 520, 34
MEASURES = {"authority": "authority (trust)", "pagerank": "links alone (PageRank)"}
TRUE_COLOUR, FALSE_COLOUR, OPEN_COLOUR = "#2a7a3b", "#b3412e", "#6b6b6b"
VERDICTS = {"true": TRUE_COLOUR, "false": FALSE_COLOUR, "cannot tell": OPEN_COLOUR}


def finding_words(finding: dict[str, Any]) -> str:
    """One sentence about one claim under one measure."""
    measure = MEASURES[finding["measure"]]
    won = f"the few win {finding['win_probability']:.0%} of the time"
    if finding["value_ratio"] is None:
        return f"By {measure}: {finding['verdict']}; weak links bring nothing at all, {won}."
    return (
        f"By {measure}: {finding['verdict']}. {finding['few']} of the top "
        f"{finding['top_share']:.1%} are worth {finding['value_ratio']:.3g} times "
        f"{finding['many']:,} of the weak half ({_held(finding)}); "
        f"{won}; one strong link is worth about {finding['exchange_rate']:,.0f} weak ones."
    )


def _held(finding: dict[str, Any]) -> str:
    """The interval, or why there is none."""
    if finding["low"] is None:
        strong = finding["strong_donors"]
        here = "one site is" if strong == 1 else f"{strong:,} sites are"
        return f"no interval: only {here} that strong here, too few to speak for others"
    return f"{finding['low']:.3g} to {finding['high']:.3g}"


def claims_chart(findings: Sequence[dict[str, Any]]) -> str:
    """The value ratios with their intervals as an SVG drawing; right of 1 a claim is true."""
    import altair as alt
    import vl_convert

    rows = [
        {
            "line": f"{one['few']} against {one['many']:,}, by {MEASURES[one['measure']]}",
            "ratio": one["value_ratio"],
            "low": one["low"],
            "high": one["high"],
            "verdict": one["verdict"],
        }
        for one in findings
        if one["value_ratio"] is not None
    ]
    axis = alt.X(
        "ratio:Q",
        scale=alt.Scale(type="log"),
        title="value of the few over value of the many (right of 1: the claim is true)",
    )
    line = alt.Y("line:N", title=None, sort=None, axis=alt.Axis(labelLimit=WIDTH))
    colour = alt.Color(
        "verdict:N",
        title="claim",
        scale=alt.Scale(domain=list(VERDICTS), range=list(VERDICTS.values())),
    )
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=line, color=colour)
    even = alt.Chart(alt.InlineData(values=[{"even": 1}]))
    chart = alt.layer(
        even.mark_rule(strokeDash=[4, 4], color=OPEN_COLOUR).encode(x=alt.X("even:Q")),
        base.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=3)
        .encode(x=alt.X("low:Q"), x2="high:Q"),
        base.mark_point(filled=True, size=90).encode(x=axis),
    ).properties(width=WIDTH, height=ROW_HEIGHT * max(1, len(rows)))
    return str(vl_convert.vegalite_to_svg(chart.to_json()))
