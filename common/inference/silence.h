// SPDX-License-Identifier: GPL-3.0-or-later
// Steps in whose measured windows no operation ended: a program that runs for longer than they
// last, a rate at which nothing fell due. Nothing follows from them, and it must be said.
#ifndef FULLHOUSE_COMMON_INFERENCE_SILENCE_H
#define FULLHOUSE_COMMON_INFERENCE_SILENCE_H

struct scenario;
struct step_record;

// "no run of fio ended in the 5 windows of 1s; give longer windows" as a new string, NULL where
// something was done in every guest that was asked for anything. Where it concerns some guests
// only, or a stream of a tile: "db/cpu, in 1 of 2 guests: no operation of cpu ended in ...", one
// after the other. Of calibrations and of the steps of a ladder.
char *silence_of_step(const struct scenario *scenario, const struct step_record *step);

#endif
