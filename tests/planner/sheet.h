// SPDX-License-Identifier: GPL-3.0-or-later
// The least that a catalogue has, for tests to spoil.
#ifndef FULLHOUSE_TESTS_PLANNER_SHEET_H
#define FULLHOUSE_TESTS_PLANNER_SHEET_H

#define WATTS_HEAD                                                                                 \
    "watts-idle,watts-10,watts-20,watts-30,watts-40,watts-50,watts-60,watts-70,watts-80,watts-90," \
    "watts-100"
#define WATTS      "100,110,120,130,140,150,160,170,180,190,200"
#define HEAD       "model,sockets,cores,memory,price,rack-units," WATTS_HEAD "\n"
#define ROW(model) model ",2,64,512GiB,18000,2," WATTS "\n"

#define YAML_MODEL                                                                                 \
    "models:\n- model: R2\n  sockets: 2\n  cores: 64\n  memory: 512GiB\n  price: 18000\n"          \
    "  rack-units: 2\n"

#endif
