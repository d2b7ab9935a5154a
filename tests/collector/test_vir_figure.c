// SPDX-License-Identifier: GPL-3.0-or-later
// Fields of libvirt's bulk call told apart, and every metric of the table known.
#include "collector/vir_figure.h"

#include <criterion/criterion.h>

#include "common/model/telemetry_metric.h"

Test(collector_vir_figure, tells_what_a_field_is)
{
    int number = 7;
    const struct vir_figure *figure = vir_figure_find("block.12.rd.reqs", &number);
    cr_assert_not_null(figure);
    cr_expect_str_eq(figure->metric, "read_hz");
    cr_expect_eq(number, 12);
    figure = vir_figure_find("balloon.current", &number);
    cr_assert_not_null(figure);
    cr_expect_str_eq(figure->metric, "balloon_bytes");
    cr_expect_eq(number, -1);
}

Test(collector_vir_figure, leaves_other_fields)
{
    static const char *const fields[] = {"",
                                         "block",
                                         "block.",
                                         "block.count",
                                         "block.0",
                                         "block.0.name",
                                         "blocks.0.rd.reqs",
                                         "net.x.rx.bytes",
                                         "state.state",
                                         "block.99999999.rd.reqs"};
    int number;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        cr_expect_null(vir_figure_find(fields[i], &number), "%s", fields[i]);
}

Test(collector_vir_figure, has_metrics_of_the_table)
{
    for (size_t i = 0; i < vir_figure_count; i++) {
        cr_expect_not_null(telemetry_metric_find("libvirt", vir_figures[i].metric), "%s",
                           vir_figures[i].metric);
        cr_expect_eq(vir_figures[i].kind == VIR_FIGURE_MEAN, vir_figures[i].over != NULL);
    }
}
