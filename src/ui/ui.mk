# SPDX-License-Identifier: MIT
# Sources of src/ui, sorted, one per line.
ui_sources = \
	src/ui/action.c \
	src/ui/canvas.c \
	src/ui/canvas_dump.c \
	src/ui/canvas_link.c \
	src/ui/canvas_zone.c \
	src/ui/cell_grapheme.c \
	src/ui/clipboard.c \
	src/ui/color.c \
	src/ui/escape.c \
	src/ui/foreground.c \
	src/ui/gauge.c \
	src/ui/highlight.c \
	src/ui/hint.c \
	src/ui/hyperlink.c \
	src/ui/key_name.c \
	src/ui/keymap.c \
	src/ui/label.c \
	src/ui/large.c \
	src/ui/large.h \
	src/ui/layout.c \
	src/ui/layout_boards.c \
	src/ui/layout_preset.h \
	src/ui/layout_wishes.c \
	src/ui/link.c \
	src/ui/mouse.c \
	src/ui/order.c \
	src/ui/paper.c \
	src/ui/paste.c \
	src/ui/prompt.c \
	src/ui/prompt_history.c \
	src/ui/role.c \
	src/ui/screen.c \
	src/ui/screen_record.c \
	src/ui/screen_set.c \
	src/ui/signals.c \
	src/ui/sparkline.c \
	src/ui/stray.c \
	src/ui/table.c \
	src/ui/table_draw.c \
	src/ui/table_order.c \
	src/ui/table_own.c \
	src/ui/term.c \
	src/ui/term_title.c \
	src/ui/term_write.c \
	src/ui/theme.c \
	src/ui/theme_look.c \
	src/ui/theme_promise.c \
	src/ui/theme_ring.c \
	src/ui/view.c \
	src/ui/view_aim.c \
	src/ui/view_args.c \
	src/ui/view_attention.c \
	src/ui/view_can.c \
	src/ui/view_dialog.c \
	src/ui/view_filter.c \
	src/ui/view_find.c \
	src/ui/view_footer.c \
	src/ui/view_header.c \
	src/ui/view_hints.c \
	src/ui/view_keys.c \
	src/ui/view_mouse.c \
	src/ui/view_order.c \
	src/ui/view_order_run.c \
	src/ui/view_order_words.c \
	src/ui/view_outcome.c \
	src/ui/view_past.c \
	src/ui/view_prefix.c \
	src/ui/view_question.c \
	src/ui/view_reach.c \
	src/ui/view_record.c \
	src/ui/view_release.c \
	src/ui/view_theme.c \
	src/ui/view_typed.c \
	src/ui/view_undo.c \
	src/ui/view_wall.c \
	src/ui/view_wall_page.c \
	src/ui/view_write.c \
	src/ui/welcome.c \
	src/ui/welcome_run.c \
	$(end)

# Headers made from files: all themes as an initialiser, by src/themes.awk.
ui_embedded = \
	src/ui/themes_gen.h \
	$(end)
