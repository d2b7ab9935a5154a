// SPDX-License-Identifier: GPL-3.0-or-later
// CSS of heat maps. d0 to d6 go from far below through the page's own grey to far above: both ends
// stand out from it, and lightness tells how far without colours. s0 to s5 rise from calm to red.
#include "reports/html_style.h"

const char html_style_heat[] =
    ":root{--d0:#8f2d12;--d1:#cc7038;--d2:#ecc490;--d3:#e9e5d9;--d4:#b3d1e5;--d5:#629fca;"
    "--d6:#1f5f93;--s0:#e7ecef;--s1:#c1d9e8;--s2:#86b6d6;--s3:#f0c674;--s4:#de883a;--s5:#a8301b}\n"
    "@media(prefers-color-scheme:dark){:root{--d0:#ff9c69;--d1:#c56f3f;--d2:#774a31;--d3:#2c2e34;"
    "--d4:#2e4e66;--d5:#4985b3;--d6:#90c8f4;--s0:#25282d;--s1:#2b4860;--s2:#3d78a4;--s3:#b08732;"
    "--s4:#dc843d;--s5:#ff7a59}}\n"
    "@media print{:root{--d0:#8f2d12;--d1:#cc7038;--d2:#ecc490;--d3:#eee;--d4:#b3d1e5;--d5:#629fca;"
    "--d6:#1f5f93;--s0:#eee;--s1:#c1d9e8;--s2:#86b6d6;--s3:#f0c674;--s4:#de883a;--s5:#a8301b}"
    ".heat rect{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n"
    ".d0{fill:var(--d0)}.d1{fill:var(--d1)}.d2{fill:var(--d2)}.d3{fill:var(--d3)}"
    ".d4{fill:var(--d4)}.d5{fill:var(--d5)}.d6{fill:var(--d6)}.s0{fill:var(--s0)}"
    ".s1{fill:var(--s1)}.s2{fill:var(--s2)}.s3{fill:var(--s3)}.s4{fill:var(--s4)}"
    ".s5{fill:var(--s5)}.hx{fill:none;stroke:var(--ink-grid);stroke-width:.5}\n"
    ".heat text{fill:var(--ink-axis);font-size:11.5px}.heat text.title{fill:var(--ink-text);"
    "font-size:13px}.heat text.row{text-anchor:end}.heat text.tick,.heat text.key{"
    "text-anchor:middle}.heat text.key{font-size:10.5px}.heat path.tick{stroke:var(--ink-axis);"
    "stroke-width:.9}\n"
    ".hosts figure+figure{margin-top:2.4rem}.figures+.hosts{margin-top:2.4rem}\n"
    ".inside svg{max-width:36rem}\n"
    "dl.saturation{grid-template-columns:max-content 1fr}dl.saturation dt{min-width:5rem}\n"
    "@media(max-width:40rem){dl.saturation{grid-template-columns:1fr}.host svg{min-width:44rem}}\n";
