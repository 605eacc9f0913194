"""The style of a case in HTML: light and dark as the reader's system is, ink on white in print."""

from __future__ import annotations

# Colours differ in lightness too, so that phases can be told apart in grey.
STYLE = """\
:root {
  color-scheme: light dark;
  --page: #ffffff; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --fill: #f6f8fa;
  --warn: #9a3412; --warn-fill: #fff7ed;
  --dns: #a371f7; --connect: #1f6feb; --tls: #0b5c4a; --first: #d29922; --transfer: #57606a;
  --call: #afb8c1; --refused: #b42318;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --text: #e6edf3; --soft: #9198a1; --line: #3d444d; --fill: #151b23;
    --warn: #fdba74; --warn-fill: #2a1a0e;
    --dns: #c4a1ff; --connect: #58a6ff; --tls: #3fb98f; --first: #e3b341; --transfer: #9198a1;
    --call: #4b535d; --refused: #ff7b72;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 68rem; padding: 1.5rem; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.4rem; margin: 0 0 .75rem; }
h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; border-bottom: 1px solid var(--line); }
.summary { font-size: 1.05rem; background: var(--fill); padding: .75rem 1rem; border-radius: 6px; }
.warning {
  color: var(--warn); background: var(--warn-fill); border: 2px solid currentColor;
  padding: .5rem 1rem; border-radius: 6px;
}
code { font: .9em ui-monospace, monospace; background: var(--fill); padding: 0 .2em; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; }
th { color: var(--soft); font-weight: 600; border-bottom: 1px solid var(--line); }
td { border-bottom: 1px solid var(--line); }
ul { margin: .5rem 0; padding-left: 1.25rem; }
li.below { margin-left: 1.5rem; list-style: none; color: var(--soft); }
figure { margin: .5rem 0; overflow-x: auto; }
svg { display: block; width: 100%; min-width: 40rem; height: auto; }
svg text { font: 12px system-ui, sans-serif; fill: var(--text); }
svg .soft { fill: var(--soft); }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .call { fill: var(--call); }
svg .refused { fill: var(--refused); }
svg .dns { fill: var(--dns); }
svg .connect { fill: var(--connect); }
svg .tls { fill: var(--tls); }
svg .first { fill: var(--first); }
svg .transfer { fill: var(--transfer); }
@media print {
  :root {
    --page: #ffffff; --text: #000000; --soft: #444444; --line: #999999; --fill: #f4f4f4;
    --warn: #000000; --warn-fill: #ffffff;
    --dns: #b8a0e8; --connect: #3b6fc4; --tls: #0b4c3a; --first: #c99a2e; --transfer: #666666;
    --call: #bbbbbb; --refused: #8a1c12;
  }
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2 { break-after: avoid; }
  tr, li, figure { break-inside: avoid; }
  * { print-color-adjust: exact; }
}
"""
