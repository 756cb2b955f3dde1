# SPDX-License-Identifier: MIT
# Languages: po/LANGUAGE.po for each word here; made from po/nines.pot (make pot).
po_languages =
# rows of the .def tables are messages by the place of the text
pot_flags = \
	--from-code=UTF-8 --language=C --add-comments=TRANSLATORS: --package-name=nines \
	--keyword=_ --keyword=N_ --keyword=P_:1,2 \
	--keyword=ACTION:4 --keyword=GROUP:1 --keyword=HINT:2 \
	--keyword=err_set:3 --keyword=err_prefix:2 --keyword=conf_error_add:4 \
	--keyword=cli_complain:1 --keyword=view_say:3 \
	--keyword=adapter_notice:2 --keyword=adapter_login:2 --keyword=pagerduty_refuse:2
