// SPDX-License-Identifier: GPL-3.0-or-later
// A captured host (collector/capture.h, as a folder) watched again: every source sees the files of
// one moment after another, at the times at which they were taken.
#ifndef FULLHOUSE_COLLECTOR_REPLAY_H
#define FULLHOUSE_COLLECTOR_REPLAY_H

struct err;
struct telemetry;

// What a watch would have said there. A folder that holds proc/ and sys/ and no times replays as
// one moment. *ret_telemetry is the caller's (telemetry_done). 0, or negative errno when it is no
// host.
int replay_host(const char *folder, struct telemetry *ret_telemetry, struct err *err);

#endif
