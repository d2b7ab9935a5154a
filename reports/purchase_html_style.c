// SPDX-License-Identifier: GPL-3.0-or-later
// CSS of what only a purchase's page has: the facts below the answer, the keys of the stack.
#include "reports/purchase_html.h"

const char purchase_html_style[] =
    ".facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));"
    "gap:1.1rem 1.8rem;margin:1.6rem 0 .6rem;padding:1.1rem 1.2rem;background:var(--wash)}\n"
    ".facts div{min-width:0}\n"
    ".facts dt{margin:0;font-size:.85rem}\n"
    ".facts dd{font-size:1.3rem;line-height:1.25;font-variant-numeric:lining-nums tabular-nums}\n"
    ".facts dd small{display:block;margin-top:.15rem;color:var(--ink-axis);font-size:.85rem;"
    "line-height:1.35}\n"
    ".what-if{margin:0 0 1.5rem;padding:.5rem .9rem;border-left:.25rem solid var(--ink-first);"
    "background:var(--wash);font-size:.95rem}\n"
    "tr.best td{border-bottom:1px solid var(--ink-first)}\n"
    "tr.best td:first-child{font-weight:700;color:var(--ink-first)}\n"
    "tr.sum td{border-top:1px solid var(--ink-axis);font-weight:600}\n"
    ".keys{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.3rem 0 .5rem;padding:0;"
    "list-style:none;font-size:.9rem}\n"
    ".keys i{display:inline-block;width:.75rem;height:.75rem;margin-right:.4rem;"
    "vertical-align:-.06rem}\n"
    ".tornado svg{min-width:40rem}\n"
    ".figures>figure{max-width:34rem}\n"
    "details{margin:.6rem 0 1rem}\n"
    "summary{cursor:pointer;color:var(--ink-first)}\n"
    "@media(max-width:40rem){.facts{grid-template-columns:1fr 1fr}}\n"
    "ol.plain,ul.plain{max-width:44rem;margin:.5rem 0 1rem;padding-left:1.3rem}\n"
    "ol.plain li,ul.plain li{padding:.15rem 0}\n";
