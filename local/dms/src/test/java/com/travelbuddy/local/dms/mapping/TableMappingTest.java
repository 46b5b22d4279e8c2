package com.travelbuddy.local.dms.mapping;

import static com.travelbuddy.local.dms.mapping.Tables.SPECIALS;
import static com.travelbuddy.local.dms.mapping.Tables.added;
import static com.travelbuddy.local.dms.mapping.Tables.column;
import static com.travelbuddy.local.dms.mapping.Tables.include;
import static com.travelbuddy.local.dms.mapping.Tables.onColumn;
import static com.travelbuddy.local.dms.mapping.Tables.rules;
import static com.travelbuddy.local.dms.mapping.Tables.string;
import static com.travelbuddy.local.dms.mapping.Tables.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Locale;

final class TableMappingTest {

    private static final String ALL = include(1, "%", "%");

    @Test
    void mapsTheFlightSpecials() throws Exception {
        MappedTable mapped =
                TableMapping.parse(
                                """
                                {"rules":[
                                 {"rule-type":"selection","rule-id":"1","rule-name":"select-flightspecial",
                                  "object-locator":{"schema-name":"travelbuddy","table-name":"flightspecial"},
                                  "rule-action":"include","filters":[]},
                                 {"rule-type":"transformation","rule-id":"2","rule-name":"rename-origin-code",
                                  "rule-action":"rename","rule-target":"column",
                                  "object-locator":{"schema-name":"travelbuddy","table-name":"flightspecial","column-name":"origin_code"},
                                  "value":"originCode","old-value":null},
                                 {"rule-type":"transformation","rule-id":"3","rule-name":"rename-destination-code",
                                  "rule-action":"rename","rule-target":"column",
                                  "object-locator":{"schema-name":"travelbuddy","table-name":"flightspecial","column-name":"destination_code"},
                                  "value":"destinationCode"},
                                 {"rule-type":"transformation","rule-id":"4","rule-name":"add-expiry-millis",
                                  "rule-action":"add-column","rule-target":"column",
                                  "object-locator":{"schema-name":"travelbuddy","table-name":"flightspecial"},
                                  "value":"expiryDate",
                                  "expression":"coalesce(strftime('%s', substr($expiry_date, 1, 19)) * 1000 + substr(substr($expiry_date, 21) || '000', 1, 3), 0)",
                                  "data-type":{"type":"int8"}},
                                 {"rule-type":"transformation","rule-id":"5","rule-name":"drop-expiry-date",
                                  "rule-action":"remove-column","rule-target":"column",
                                  "object-locator":{"schema-name":"travelbuddy","table-name":"flightspecial","column-name":"expiry_date"}}
                                ]}
                                """)
                        .map(SPECIALS);

        assertThat(mapped.schema()).isEqualTo("travelbuddy");
        assertThat(mapped.name()).isEqualTo("flightspecial");
        assertThat(names(mapped))
                .containsExactly(
                        "id",
                        "header",
                        "body",
                        "origin",
                        "originCode",
                        "destination",
                        "destinationCode",
                        "cost",
                        "expiryDate");
        assertThat(mapped.columns().get(4))
                .isEqualTo(new MappedColumn.Carried("originCode", string(6), 4));
        assertThat(mapped.columns().getLast().type()).isEqualTo(DataType.of(DataType.Kind.INT8));
        assertThat(mapped.primaryKey()).containsExactly("id");
        assertThat(mapped.filter().where()).isEmpty();
        assertThat(mapped.warnings()).isEmpty();
        try (var expressions = new Expressions(mapped, 6)) {
            assertThat(
                            expressions.evaluate(
                                    new String[] {
                                        "1",
                                        "h",
                                        "b",
                                        "o",
                                        "ICN",
                                        "d",
                                        "LHR",
                                        "9",
                                        "2025-01-01 00:00:12.9996"
                                    }))
                    .containsExactly("1735689612999");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "s, t, s, t, true",
        "S, t, s, t, false",
        "%, %, any, thing, true",
        "s, fl%, s, flight, true",
        "s, fl%, s, light, false",
        "s, t_t, s, txt, true",
        "s, t_t, s, tt, false",
        "s, t[_]t, s, t_t, true",
        "s, t[_]t, s, txt, false",
        "s, t[ab], s, ta, true",
        "s, t[ab], s, tc, false",
        "s, t[a-d]x, s, tcx, true",
        "s, t[a-d]x, s, tex, false",
        "s, t[%], s, t%, true",
        "s, a.c, s, abc, false",
        "s, a[, s, a[, true",
    })
    void selectsByWildcards(
            String schema, String pattern, String source, String name, boolean selected)
            throws Exception {
        assertThat(TableMapping.parse(rules(include(1, schema, pattern))).selects(source, name))
                .isEqualTo(selected);
    }

    @Test
    void excludesWhatIsIncludedToo() throws Exception {
        TableMapping mapping =
                TableMapping.parse(
                        rules(
                                include(2, "s", "%")
                                        .replace("include", "exclude")
                                        .replace("'%'", "'b%'"),
                                include(1, "s", "%")));

        assertThat(mapping.selects("s", "a")).isTrue();
        assertThat(mapping.selects("s", "b1")).isFalse();
        assertThat(mapping.selects("other", "a")).isFalse();
    }

    @Test
    void selectsExplicitNamesToTheLetter() throws Exception {
        TableMapping mapping =
                TableMapping.parse(rules(include(1, "s", "a_b").replace("include", "explicit")));

        assertThat(mapping.selects("s", "a_b")).isTrue();
        assertThat(mapping.selects("s", "axb")).isFalse();
    }

    @Test
    void knowsTheLoadOrder() throws Exception {
        TableMapping mapping =
                TableMapping.parse(
                        rules(
                                ALL,
                                include(2, "s", "a")
                                        .replace("'include'", "'include','load-order':'7'"),
                                include(3, "s", "b")
                                        .replace("'include'", "'include','load-order':9")));

        assertThat(mapping.loadOrder("s", "a")).isEqualTo(7);
        assertThat(mapping.loadOrder("s", "b")).isEqualTo(9);
        assertThat(mapping.loadOrder("s", "c")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    rename | 'value':'New' | New
                    convert-uppercase |  | OLD_NAME
                    convert-lowercase |  | old_name
                    add-prefix | 'value':'x_' | x_old_name
                    remove-prefix | 'value':'old_' | name
                    remove-prefix | 'value':'no_' | old_name
                    replace-prefix | 'value':'new','old-value':'old' | new_name
                    add-suffix | 'value':'_x' | old_name_x
                    remove-suffix | 'value':'_name' | old
                    replace-suffix | 'value':'_id','old-value':'_name' | old_id
                    """)
    void renamesSchemasTablesAndColumns(String action, String more, String name) throws Exception {
        String members = more == null ? "" : more;
        String onTable =
                onColumn(5, "old_name", action, members)
                        .replace("'rule-target':'column'", "'rule-target':'table'")
                        .replace(",'column-name':'old_name'", "");
        String onSchema =
                onColumn(6, "old_name", action, members)
                        .replace("'rule-target':'column'", "'rule-target':'schema'")
                        .replace(",'table-name':'%','column-name':'old_name'", "");

        MappedTable mapped =
                TableMapping.parse(
                                rules(
                                        ALL,
                                        onColumn(4, "old_name", action, members),
                                        onTable,
                                        onSchema))
                        .map(
                                table(
                                        "old_name",
                                        "old_name",
                                        List.of("old_name"),
                                        column("old_name", "varchar", string(3))));

        assertThat(mapped.schema()).isEqualTo(name);
        assertThat(mapped.name()).isEqualTo(name);
        assertThat(names(mapped)).containsExactly(name);
        assertThat(mapped.primaryKey()).containsExactly(name);
        assertThat(mapped.warnings()).isEmpty();
    }

    @Test
    void removesColumnsAndWithThemTheKey() throws Exception {
        MappedTable mapped = map(onColumn(2, "id", "remove-column", ""));

        assertThat(names(mapped)).hasSize(8).doesNotContain("id");
        assertThat(mapped.primaryKey()).isEmpty();
    }

    @Test
    void keepsOnlyIncludedAndAddedColumns() throws Exception {
        MappedTable mapped =
                map(
                        onColumn(2, "id", "include-column", ""),
                        onColumn(3, "co%", "include-column", ""),
                        added(4, "more", "$header", "string"));

        assertThat(names(mapped)).containsExactly("id", "cost", "more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    'type':'string','length':'20' | STRING | 20 | 0 | 0
                    'type':'wstring','length':20 | WSTRING | 20 | 0 | 0
                    'type':'numeric','precision':12,'scale':3 | NUMERIC | 0 | 12 | 3
                    'type':'datetime','precision':3 | DATETIME | 0 | 0 | 3
                    'type':'datetime','scale':6 | DATETIME | 0 | 0 | 6
                    'type':'uint8' | UINT8 | 0 | 0 | 0
                    'type':'nclob' | NCLOB | 0 | 0 | 0
                    'type':'bytes','length':8 | BYTES | 8 | 0 | 0
                    """)
    void changesTypes(String type, DataType.Kind kind, int length, int precision, int scale)
            throws Exception {
        MappedTable mapped =
                map(onColumn(2, "cost", "change-data-type", "'data-type':{%s}".formatted(type)));

        assertThat(mapped.columns().get(7))
                .isEqualTo(
                        new MappedColumn.Carried(
                                "cost", new DataType(kind, length, precision, scale), 7));
    }

    @Test
    void knowsEveryType() throws Exception {
        for (DataType.Kind kind : DataType.Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            MappedTable mapped =
                    map(
                            onColumn(
                                    2,
                                    "cost",
                                    "change-data-type",
                                    "'data-type':{'type':'%s'}".formatted(name)));
            assertThat(mapped.columns().get(7).type()).isEqualTo(DataType.of(kind));
        }
    }

    @Test
    void lowerRuleIdWinsAsANumberAndIsWarnedOf() throws Exception {
        MappedTable mapped =
                map(
                        onColumn(10, "cost", "rename", "'value':'ten'"),
                        onColumn(9, "co%", "rename", "'value':'nine'"));

        assertThat(names(mapped)).contains("nine").doesNotContain("ten", "cost");
        assertThat(mapped.warnings())
                .containsExactly(
                        "Several rules are about column cost of travelbuddy.flightspecial;"
                                + " rule 9 (r9), rename is applied, and not rule 10 (r10), rename");
    }

    @Test
    void warnsOfOverlapsOnSchemaTableAndAddedColumn() throws Exception {
        String onTable =
                onColumn(2, "x", "convert-uppercase", "")
                        .replace("'rule-target':'column'", "'rule-target':'table'")
                        .replace(",'column-name':'x'", "");
        MappedTable mapped =
                map(
                        onTable,
                        onTable.replace("'2'", "'3'").replace("r2", "r3"),
                        onTable.replace("'2'", "'4'")
                                .replace("r2", "r4")
                                .replace("'table'", "'schema'"),
                        onTable.replace("'2'", "'5'")
                                .replace("r2", "r5")
                                .replace("'table'", "'schema'"),
                        added(6, "more", "1", "int4"),
                        added(7, "more", "2", "int4"));

        assertThat(mapped.schema()).isEqualTo("TRAVELBUDDY");
        assertThat(mapped.name()).isEqualTo("FLIGHTSPECIAL");
        assertThat(mapped.columns().getLast())
                .isEqualTo(new MappedColumn.Computed("more", DataType.of(DataType.Kind.INT4), "1"));
        assertThat(mapped.warnings())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("schema", "rule 4", "rule 5"))
                .anySatisfy(line -> assertThat(line).contains("table", "rule 2", "rule 3"))
                .anySatisfy(line -> assertThat(line).contains("column more", "rule 6", "rule 7"));
    }

    @Test
    void namesRulesThatMatchNothing() throws Exception {
        TableMapping mapping =
                TableMapping.parse(
                        rules(
                                ALL,
                                include(2, "nowhere", "t"),
                                onColumn(3, "detination_code", "rename", "'value':'x'"),
                                onColumn(4, "origin_code", "rename", "'value':'y'"),
                                added(5, "more", "1", "int4")
                                        .replace("'table-name':'%'", "'table-name':'no'")));

        assertThat(mapping.unmatched(List.of(SPECIALS)))
                .containsExactly(
                        "rule 2 (r2) selects by nowhere.t, which no table matches",
                        "rule 3 (r3), rename is about column %.%.detination_code, which nothing"
                                + " matches",
                        "rule 5 (r5), add-column is about table %.no, which nothing matches");
    }

    @Test
    void refusesToAddAColumnThatTheSourceHas() {
        assertUnmappable(
                "adds column COST, and the source has a column cost",
                added(2, "COST", "1", "int4"));
    }

    @Test
    void refusesToAddAColumnThatWasRemoved() {
        assertUnmappable(
                "adds column cost",
                added(2, "cost", "1", "int4"),
                onColumn(3, "cost", "remove-column", ""));
    }

    @Test
    void refusesColumnsThatMySqlTakesForOne() {
        assertUnmappable(
                "two columns would be one at the target: header and HEADER",
                onColumn(2, "cost", "rename", "'value':'HEADER'"));
    }

    @Test
    void refusesATableWithoutColumns() {
        assertUnmappable("no column is left of it", onColumn(2, "%", "remove-column", ""));
    }

    @Test
    void refusesAWrongExpression() {
        assertUnmappable("The expression of column more is wrong", added(2, "more", "$no", "int4"));
    }

    @Test
    void carriesOnlyTypesThatCanBeAndRemovesTheOthers() throws Exception {
        SourceTable places =
                table(
                        "s",
                        "places",
                        List.of(),
                        column("id", "integer", DataType.of(DataType.Kind.INT4)),
                        column("at", "point", null));

        assertThatThrownBy(() -> TableMapping.parse(rules(ALL)).map(places))
                .isInstanceOf(UnmappableTableException.class)
                .hasMessage(
                        "Table s.places: column at of type point cannot be carried; remove it by a"
                                + " remove-column rule");
        assertThat(
                        names(
                                TableMapping.parse(
                                                rules(ALL, onColumn(2, "at", "remove-column", "")))
                                        .map(places)))
                .containsExactly("id");
    }

    @Test
    void transformsNoLobs() throws Exception {
        SourceTable texts =
                table(
                        "s",
                        "texts",
                        List.of(),
                        column("id", "integer", DataType.of(DataType.Kind.INT4)),
                        column("note", "text", DataType.of(DataType.Kind.NCLOB)));

        assertThat(names(TableMapping.parse(rules(ALL)).map(texts))).containsExactly("id", "note");
        assertThat(
                        names(
                                TableMapping.parse(
                                                rules(
                                                        ALL,
                                                        onColumn(2, "note", "remove-column", "")))
                                        .map(texts)))
                .containsExactly("id");
        assertThatThrownBy(
                        () ->
                                TableMapping.parse(
                                                rules(
                                                        ALL,
                                                        onColumn(2, "%", "convert-uppercase", "")))
                                        .map(texts))
                .isInstanceOf(UnmappableTableException.class)
                .hasMessageContaining("column note has type text, a LOB, which rule 2 (r2)");
    }

    @ParameterizedTest
    @CsvSource({"a-b", "a#b", "a/b", "a\\b", "\u05D0"})
    void transformsNoSpecialNames(String name) {
        SourceTable special =
                table(
                        "s",
                        "t",
                        List.of(),
                        column(name, "integer", DataType.of(DataType.Kind.INT4)));

        assertThatThrownBy(
                        () ->
                                TableMapping.parse(
                                                rules(
                                                        ALL,
                                                        onColumn(2, "%", "convert-uppercase", "")))
                                        .map(special))
                .isInstanceOf(UnmappableTableException.class)
                .hasMessageContaining("column " + name + " cannot be transformed by rule 2 (r2)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    nonsense | The table mapping is no JSON
                    [] | it must be an object with an array named rules
                    {'rules':{}} | it must be an object with an array named rules
                    {'rules':[]} | no selection rule includes anything
                    {'rules':[1]} | rule no. 1 must be an object
                    {'rules':[],'more':1} | unknown key more
                    {'rules':[],'rules':[]} | The table mapping is no JSON
                    {'rules':[{'rule-type':'selection'}]} | rule no. 1: rule-id is missing
                    {'rules':[{'rule-type':'selection'}]} | rule no. 1: rule-name is missing
                    {'rules':[{'rule-type':'selection'}]} | rule no. 1: object-locator is missing
                    {'rules':[{'rule-type':'selection'}]} | object-locator: schema-name is missing
                    {'rules':[{'rule-type':'selection'}]} | object-locator: table-name is missing
                    {'rules':[{'rule-type':'selection'}]} | rule no. 1: rule-action is missing
                    {'rules':[{'rule-id':'x'}]} | rule-id x: rule-id must be a number
                    {'rules':[{'rule-id':'1','rule-name':2}]} | rule-id 1: rule-name must be a string
                    {'rules':[{'rule-id':'1','rule-type':'x'}]} | rule-id 1: unknown rule-type x
                    {'rules':[{'rule-id':'1','rule-type':'table-settings'}]} | rule-id 1: rule-type table-settings is not supported
                    {'rules':[{'rule-id':'1','rule-type':'validation'}]} | rule-id 1: rule-type validation is not supported
                    {'rules':[{'rule-id':'1','rule-type':'object-mapping'}]} | rule-type object-mapping is not supported
                    {'rules':[{'rule-id':'1','rule-type':'post-processing'}]} | rule-type post-processing is not supported
                    """)
    void refusesDocuments(String json, String message) {
        assertThatThrownBy(() -> TableMapping.parse(json.replace('\'', '"')))
                .isInstanceOf(InvalidMappingException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    'include' | 'exclude' | no selection rule includes anything
                    'include' | 'Include' | rule-id 1: unknown rule-action Include
                    'include' | 'explicit' | rule-id 1, object-locator: explicit needs names without wildcards
                    'rule-action' | 'extra':1,'rule-action' | rule-id 1: unknown key extra
                    'table-name':'%' | 'table-name':'%','table-type':'view' | table-type view is not supported
                    'table-name':'%' | 'table-name':'%','table-type':'all' | table-type all is not supported
                    'table-name':'%' | 'table-name':'%','column-name':'c' | rule-id 1, object-locator: unknown key column-name
                    'table-name':'%' | 'table-name':1 | rule-id 1, object-locator: table-name must be a string
                    'table-name':'%' | 'table-name':'' | rule-id 1, object-locator: table-name is empty
                    'rule-action' | 'load-order':'x','rule-action' | rule-id 1: load-order must be a whole number
                    'include' | 'include','filters':{} | rule-id 1: filters must be an array
                    'include' | 'exclude','filters':[{}] | only the rule-action include may have filters
                    'include' | 'include','filters':[{}] | rule-id 1, filter no. 1: filter-type is missing
                    'include' | 'include','filters':[{'filter-type':'target','column-name':'c'}] | unknown filter-type target
                    'include' | 'include','filters':[{'filter-type':'source','column-name':'c','filter-conditions':[]}] | filter-conditions must be an array that is not empty
                    'include' | 'include','filters':[{'filter-type':'source','column-name':'c','filter-conditions':[{'filter-operator':'gt','value':'1'}]}] | filter no. 1, condition no. 1: unknown filter-operator gt
                    'include' | 'include','filters':[{'filter-type':'source','column-name':'c','filter-conditions':[{'filter-operator':'eq'}]}] | condition no. 1: value is missing
                    'include' | 'include','filters':[{'filter-type':'source','column-name':'c','filter-conditions':[{'filter-operator':'eq','value':1}]}] | condition no. 1: value must be a string
                    'include' | 'include','filters':[{'filter-type':'source','column-name':'c','filter-conditions':[{'filter-operator':'between','start-value':'1'}]}] | end-value is missing
                    'include' | 'include','filters':[{'filter-type':'source','column-name':'c','filter-conditions':[{'filter-operator':'null','value':'1'}]}] | unknown key value
                    'include' | 'include','filters':[{'filter-type':'source','column-name':'c','filter-conditions':[{'filter-operator':'noteq','value':'1'},{'filter-operator':'eq','value':'1'}]}] | must be a filter's only condition
                    """)
    void refusesSelections(String part, String replacement, String message) {
        assertInvalid(message, ALL.replace(part, replacement));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    'rename' | 'Rename' | rule-id 2: unknown rule-action Rename
                    'rename' | 'define-primary-key' | rule-id 2: rule-action define-primary-key is not supported
                    'rename' | 'add-before-image-columns' | rule-action add-before-image-columns is not supported
                    'rename' | 'data-masking-hash-mask' | rule-action data-masking-hash-mask is not supported
                    'rename' | 'data-masking-digits-mask' | rule-action data-masking-digits-mask is not supported
                    'rename' | 'data-masking-digits-randomize' | rule-action data-masking-digits-randomize is not supported
                    'rule-target':'column' | 'rule-target':'table-tablespace' | rule-id 2: rule-target table-tablespace is not supported
                    'rule-target':'column' | 'rule-target':'index-tablespace' | rule-target index-tablespace is not supported
                    'rule-target':'column' | 'rule-target':'Column' | rule-id 2: unknown rule-target Column
                    'rule-target':'column' | 'rule-target':'table' | rule-id 2, object-locator: unknown key column-name
                    'column-name':'c' | 'column-name':null | rule-id 2: object-locator: column-name is missing
                    ,'value':'x' | ,'old-value':'x' | rule-id 2: value is missing
                    'value':'x' | 'value':'x','expression':'1' | rule-id 2: expression is not supported with rule-action rename
                    'value':'x' | 'value':'x','data-type':{'type':'int4'} | data-type has no meaning with rule-action rename
                    'value':'x' | 'value':'x','primary-key-def':{} | primary-key-def is not supported
                    'value':'x' | 'value':'x','before-image-def':{} | before-image-def is not supported
                    'rename' | 'replace-prefix' | rule-id 2: old-value is missing
                    'rename' | 'change-data-type' | rule-id 2: data-type is missing
                    'rename' | 'change-data-type','data-type':{'type':'set'} | rule-id 2, data-type: type set is not supported
                    'rename' | 'change-data-type','data-type':{'type':'INT8'} | unknown type INT8
                    'rename' | 'change-data-type','data-type':{'type':'string','size':3} | unknown key size
                    'rename' | 'change-data-type','data-type':{'type':'string','length':'x'} | length must be a whole number
                    'rename' | 'change-data-type','data-type':{'type':'string','length':-1} | length must not be negative
                    'rename' | 'change-data-type','data-type':{'type':'numeric','precision':39} | precision must be from 1 to 38
                    'rename' | 'change-data-type','data-type':{'type':'numeric','precision':3,'scale':4} | scale must be from 0 to precision
                    'rename' | 'change-data-type','data-type':{'type':'datetime','precision':10} | a datetime has from 0 to 9 fraction digits
                    'rename' | 'add-column','data-type':{'type':'int4'} | rule-id 2: expression is missing
                    'rule-id':'2' | 'rule-id':'01' | another rule has this rule-id
                    'r2' | 'r1' | another rule has the rule-name r1
                    """)
    void refusesTransformations(String part, String replacement, String message) {
        assertInvalid(
                message, ALL, onColumn(2, "c", "rename", "'value':'x'").replace(part, replacement));
    }

    @Test
    void refusesColumnActionsOnTables() {
        assertInvalid(
                "rule-id 2: rule-action remove-column needs rule-target column",
                ALL,
                onColumn(2, "c", "remove-column", "")
                        .replace("'rule-target':'column'", "'rule-target':'table'")
                        .replace(",'column-name':'c'", ""));
    }

    @Test
    void namesAllProblemsAtOnce() {
        assertThatThrownBy(
                        () ->
                                TableMapping.parse(
                                        rules(
                                                ALL.replace("include", "a"),
                                                onColumn(2, "c", "b", ""))))
                .hasMessage(
                        "The table mapping cannot be used: rule-id 1: unknown rule-action a;"
                                + " rule-id 2: unknown rule-action b");
    }

    private static void assertInvalid(String message, String... rules) {
        assertThatThrownBy(() -> TableMapping.parse(rules(rules)))
                .isInstanceOf(InvalidMappingException.class)
                .hasMessageContaining(message);
    }

    private static void assertUnmappable(String message, String... rules) {
        assertThatThrownBy(() -> map(rules))
                .isInstanceOf(UnmappableTableException.class)
                .hasMessageContaining(message);
    }

    private static MappedTable map(String... rules) throws Exception {
        return TableMapping.parse(rules(ALL + "," + String.join(",", rules))).map(SPECIALS);
    }

    private static List<String> names(MappedTable table) {
        return table.columns().stream().map(MappedColumn::name).toList();
    }
}
