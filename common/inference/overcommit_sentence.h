// SPDX-License-Identifier: GPL-3.0-or-later
// The answer as a ratio, for runs whose densities were asked for as ratios.
#ifndef FULLHOUSE_COMMON_INFERENCE_OVERCOMMIT_SENTENCE_H
#define FULLHOUSE_COMMON_INFERENCE_OVERCOMMIT_SENTENCE_H

struct maximum;
struct scenario;

// sentence, and behind it "That is 3.00 vCPUs a CPU: 12 guests of 1 vCPU on 4 usable CPUs." where
// the scenario counts so, the CPUs are known and something holds; the sentence alone else. Takes
// the sentence; new string.
char *overcommit_sentence(char *taken, const struct scenario *scenario, double usable_cpus,
                          const struct maximum *maximum);

#endif
