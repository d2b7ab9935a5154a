// SPDX-License-Identifier: GPL-3.0-or-later
// Prediction against truth: laws fitted to half of the densities of real runs predict the others.
//   prediction BUILD_DIR ROUNDS [SEED [FOLDER]]
// FOLDER keeps the stores, and a load whose store lies there is not measured again. Exit 0 when at
// least 90 % of what was held back was measured inside the law's band with the measurement's own
// error added (hold_back.h); 1 when fewer. How many lie inside the band alone is told beside it.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/inference/density.h"
#include "tests/bench/prediction/campaign.h"
#include "tests/bench/prediction/hold_back.h"

static const double AIM = 0.90;

// Loads that saturate by themselves: processors, memory, and the kernel's scheduler.
static const struct campaign_case cases[] = {
    {"native", "auto", "cpu", 12},        {"native", "auto", "memory:triad", 12},
    {"native", "auto", "os:switch", 12},  {"tcg", "bare", "cpu", 8},
    {"tcg", "bare", "memory:latency", 8},
};
enum { CASES = sizeof(cases) / sizeof(cases[0]) };

static bool is_measured(const struct campaign_run *run)
{
    scope_free char *mark = path_join(run->folder, "measured");
    return access(mark, F_OK) == 0;
}

static int measure_once(const struct campaign_run *run, struct err *err)
{
    scope_free char *mark = path_join(run->folder, "measured");
    if (is_measured(run))
        return 0;
    int code = campaign_measure(run, err);
    return code < 0 ? code : path_write(mark, "", 0, 0644, err);
}

static int predict(const struct campaign_run *run, struct hold_back *ret_case, struct err *err)
{
    struct density *densities = NULL;
    size_t count = 0;
    int code = measure_once(run, err);
    if (code == 0)
        code = campaign_read(run, &densities, &count, err);
    if (code < 0)
        return code;
    printf("%s %s, 1 to %u guests, %u rounds\n", run->load->platform, run->load->workload,
           run->load->guests_most, run->rounds);
    hold_back_all(densities, count, run->seed, ret_case);
    fflush(stdout);
    density_free(densities, count);
    return 0;
}

static void tell(const char *name, const struct hold_back *of)
{
    printf("%-24s %4u %8u %5.1f %% %8u %5.1f %% %10.1f %% %8.1f %%\n", name, of->held,
           of->inside_alone, 100.0 * of->inside_alone / of->held, of->inside,
           100.0 * of->inside / of->held, measure_median(&of->half_width),
           measure_median(&of->off));
}

static void add(struct hold_back *sum, const struct hold_back *of)
{
    sum->held += of->held;
    sum->inside += of->inside;
    sum->inside_alone += of->inside_alone;
    for (size_t i = 0; i < of->off.count; i++) {
        measure_add(&sum->half_width, of->half_width.values[i]);
        measure_add(&sum->off, of->off.values[i]);
    }
}

static int tell_all(const struct hold_back *list)
{
    struct hold_back sum = {0};
    printf(
        "\nHeld back, and measured inside the band of the law: alone, and with the measurement's "
        "own error added\n%-24s %4s %16s %16s %12s %10s\n",
        "", "held", "alone", "with", "half-width", "off by");
    for (size_t i = 0; i < CASES; i++) {
        scope_free char *name = alloc_printf("%s %s", cases[i].platform, cases[i].workload);
        tell(name, &list[i]);
        add(&sum, &list[i]);
    }
    tell("all", &sum);
    bool is_kept = sum.inside >= AIM * sum.held;
    printf("aim: %.0f %% with it%s\n", 100 * AIM, is_kept ? "" : ", missed");
    return is_kept ? 0 : 1;
}

static int predict_all(struct campaign_run *run, const char *folder, struct hold_back *ret_list,
                       struct err *err)
{
    for (size_t i = 0; i < CASES; i++) {
        scope_free char *own = alloc_printf("%s/%zu", folder, i);
        run->folder = own;
        run->load = &cases[i];
        int code = predict(run, &ret_list[i], err);
        if (code < 0)
            return code;
    }
    return 0;
}

int main(int argc, char **argv)
{
    char made[] = "/tmp/fh-prediction.XXXXXX";
    struct err err = {0};
    struct hold_back *list = alloc_zeroed(CASES, sizeof(*list));
    int rounds = argc > 2 ? atoi(argv[2]) : 0;
    const char *folder = argc > 4 ? argv[4] : NULL;
    interrupt_install(NULL);
    if (rounds < 1 || (!folder && !mkdtemp(made))) {
        fprintf(stderr, "usage: prediction BUILD_DIR ROUNDS [SEED [FOLDER]]\n");
        return 2;
    }
    struct campaign_run run = {.build = argv[1],
                               .rounds = (uint32_t)rounds,
                               .seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1};
    int code = predict_all(&run, folder ? folder : made, list, &err);
    if (!folder)
        path_remove_tree(made, NULL);
    if (code < 0)
        fprintf(stderr, "prediction: %s\n", err_text(&err));
    else
        code = tell_all(list);
    free(list);
    err_done(&err);
    return code < 0 ? 3 : code;
}
