// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 of Fullhouse at random moments of a campaign, resumed each time.
//   kill BUILD_DIR KILLS PLATFORMS GUESTS WINDOW [SEED]
// Exit 0 when the steps are those of an undisturbed campaign, none twice, and nothing is left.
#include <stdio.h>
#include <stdlib.h>

#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "tests/kill/rounds.h"

static void say(const char *text)
{
    printf("%s\n", text);
    fflush(stdout);
}

static int report(const struct kill_score *score, int result, const struct err *err)
{
    printf("%u kills of %u campaigns of %zu steps (%.1f s in peace), resumed %u times\n",
           score->kills, score->campaigns, score->steps, (double)score->calm_ns / 1e9,
           score->resumes);
    if (result == 0)
        printf("the same steps as undisturbed, none twice, nothing left behind\n");
    else
        printf("FAILED: %s\n", err_text(err));
    return result == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/fullhouse-kill.XXXXXX";
    struct err err = {0};
    struct kill_score score;
    if (argc < 6 || !mkdtemp(folder)) {
        fprintf(stderr, "usage: kill BUILD_DIR KILLS PLATFORMS GUESTS WINDOW [SEED]\n");
        return 2;
    }
    const struct kill_plan plan = {
        .build = argv[1],
        .folder = folder,
        .platforms = argv[3],
        .workload = "null",
        .guests_max = argv[4],
        .window = argv[5],
        .kills = (unsigned)atoi(argv[2]),
        .seed = argc > 6 ? strtoull(argv[6], NULL, 10) : clock_monotonic_ns(),
        .say = say,
    };
    printf("moments from seed %llu\n", (unsigned long long)plan.seed);
    int result = kill_rounds(&plan, &score, &err);
    int code = report(&score, result, &err);
    path_remove_tree(folder, NULL);
    err_done(&err);
    return code;
}
