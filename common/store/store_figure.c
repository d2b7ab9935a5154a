// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table figure.
#include "common/store/store_figure.h"

#include <errno.h>
#include <math.h>

#include "common/base/err.h"
#include "common/model/record.h"
#include "common/store/sql.h"

int store_insert_figures(struct store *store, int64_t step_id, const struct step_record *step,
                         struct err *err)
{
    scope_sql struct sql sql = {0};
    int r = sql_open(&sql, store,
                     "INSERT INTO figure(step_id, guest_index, name, unit, higher_is_better, at_ns,"
                     " value, stream) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                     err);
    for (size_t i = 0; r == 0 && i < step->figure_count; i++) {
        const struct figure_record *figure = &step->figures[i];
        sql_put_int(&sql, step_id);
        sql_put_known(&sql, figure->guest);
        sql_put_text(&sql, figure->name);
        sql_put_text(&sql, figure->unit);
        sql_put_int(&sql, figure->higher_is_better);
        sql_put_int(&sql, figure->at_ns);
        sql_put_real(&sql, figure->value);
        sql_put_int(&sql, figure->stream);
        r = sql_write(&sql, err);
    }
    return r;
}

static int read_figure(struct sql *sql, struct step_record *step, struct err *err)
{
    struct figure_record figure = {.guest = sql_get_known(sql)};
    figure.name = sql_get_text(sql);
    figure.unit = sql_get_text(sql);
    figure.higher_is_better = sql_get_int(sql) != 0;
    figure.at_ns = sql_get_int(sql);
    figure.value = sql_get_real(sql);
    figure.stream = (uint32_t)sql_get_int(sql);
    if (!isfinite(figure.value)) {
        figure_record_done(&figure);
        return err_input(err, "%s: damaged: a figure is no number", sql->store->path);
    }
    step_record_add_figure(step, &figure);
    return 0;
}

int store_open_figures(struct sql *ret_sql, struct store *store, struct err *err)
{
    return sql_open(ret_sql, store,
                    "SELECT guest_index, name, unit, higher_is_better, at_ns, value, stream"
                    " FROM figure WHERE step_id = ? ORDER BY rowid",
                    err);
}

int store_read_figures(struct sql *sql, struct step_record *step, struct err *err)
{
    int r;
    sql_put_int(sql, step->id);
    while ((r = sql_next(sql, err)) > 0)
        if ((r = read_figure(sql, step, err)) < 0)
            break;
    sql_again(sql);
    return r;
}
