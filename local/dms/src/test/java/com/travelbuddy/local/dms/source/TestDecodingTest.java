package com.travelbuddy.local.dms.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.travelbuddy.local.dms.mapping.DataType;
import com.travelbuddy.local.dms.mapping.SourceColumn;
import com.travelbuddy.local.dms.mapping.SourceTable;
import com.travelbuddy.local.dms.source.StreamEvent.Change;
import com.travelbuddy.local.dms.source.StreamEvent.Kind;

import org.junit.jupiter.api.Test;
import org.postgresql.replication.LogSequenceNumber;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Texts in the forms of PostgreSQL's contrib/test_decoding. */
final class TestDecodingTest {

    private static final LogSequenceNumber HERE = LogSequenceNumber.valueOf("0/15");
    private static final CapturedTable PLAIN = table("s.plain", "id", "text", "list");
    private static final CapturedTable ODD = table("\"S: x\".\"a, \"\"b\"", "\"a b\"", "\"c[1]\"");

    private final TestDecoding decoding = new TestDecoding(List.of(PLAIN, ODD));

    @Test
    void readsBothEndsOfATransaction() {
        assertThat(parse("BEGIN")).contains(new StreamEvent.Begin());
        assertThat(parse("COMMIT (at 2026-11-22 13:29:15.12+00)"))
                .contains(new StreamEvent.Commit(HERE, Instant.parse("2026-11-22T13:29:15.120Z")));
        assertThat(parse("COMMIT (at 2026-11-22 13:29:15+00)"))
                .contains(new StreamEvent.Commit(HERE, Instant.parse("2026-11-22T13:29:15Z")));
    }

    @Test
    void readsValuesOfAllForms() {
        Change change =
                change(
                        "table s.plain: INSERT: id[bigint]:-1 text[character varying]:'it''s '' : [x]'"
                                + " list[integer[]]:null");
        assertThat(change.kind()).isEqualTo(Kind.INSERT);
        assertThat(change.before()).isNull();
        assertThat(change.after()).containsExactly("-1", "it's ' : [x]", null);
    }

    @Test
    void readsQuotedNames() {
        Change change =
                change(
                        "table \"S: x\".\"a, \"\"b\": UPDATE: \"a b\"[integer]:1 \"c[1]\"[text]:''''");
        assertThat(change.table()).isEqualTo(ODD);
        assertThat(change.after()).containsExactly("1", "'");
    }

    @Test
    void tellsALargeValueThatHasNotChangedFromANullAndAText() {
        assertThat(
                        change(
                                        "table s.plain: UPDATE: id[bigint]:1"
                                                + " text[text]:unchanged-toast-datum"
                                                + " list[integer[]]:'{1,2}'")
                                .after()[1])
                .isSameAs(Change.UNCHANGED);
        assertThat(
                        change(
                                        "table s.plain: INSERT: id[bigint]:1 text[text]:'unchanged'"
                                                + " list[integer[]]:null")
                                .after()[1])
                .isNotSameAs(Change.UNCHANGED)
                .isEqualTo("unchanged");
    }

    @Test
    void readsTheKeyThatAnUpdateHasChanged() {
        Change change =
                change(
                        "table s.plain: UPDATE: old-key: id[bigint]:1 new-tuple: id[bigint]:2"
                                + " text[text]:' new-tuple: ' list[integer[]]:null");
        assertThat(change.before()).containsExactly("1", Change.ABSENT, Change.ABSENT);
        assertThat(change.after()).containsExactly("2", " new-tuple: ", null);
    }

    @Test
    void readsDeletionsWithAndWithoutAKey() {
        assertThat(change("table s.plain: DELETE: id[bigint]:1").before())
                .containsExactly("1", Change.ABSENT, Change.ABSENT);
        assertThat(change("table s.plain: DELETE: (no-tuple-data)").before())
                .containsOnly(Change.ABSENT);
    }

    @Test
    void tellsOfNewColumnsAndOfMissingOnes() {
        Change change =
                change("table s.plain: INSERT: id[bigint]:1 added[text]:'x' text[text]:'y'");
        assertThat(change.unknown()).isEqualTo("added");
        assertThat(change.after()).containsExactly("1", "y", Change.ABSENT);
    }

    @Test
    void readsTheTablesOfATruncation() {
        assertThat(parse("table s.other, s.plain: TRUNCATE: (no-flags)"))
                .contains(new StreamEvent.Truncate(List.of(PLAIN)));
        assertThat(parse("table s.other: TRUNCATE: cascade")).isEmpty();
    }

    @Test
    void passesOverOtherTables() {
        assertThat(parse("table s.other: INSERT: id[bigint]:1")).isEmpty();
    }

    @Test
    void doesNotRepeatWhatItCannotRead() {
        assertThatThrownBy(() -> parse("table s.plain: SECRET"))
                .isInstanceOf(IllegalStateException.class)
                .message()
                .doesNotContain("SECRET");
    }

    private Optional<StreamEvent> parse(String message) {
        return decoding.parse(message, HERE);
    }

    private Change change(String message) {
        return (Change) parse(message).orElseThrow();
    }

    private static CapturedTable table(String printed, String... columns) {
        Optional<DataType> text = Optional.of(DataType.of(DataType.Kind.NCLOB));
        return new CapturedTable(
                new SourceTable(
                        "s",
                        printed,
                        Stream.of(columns)
                                .map(name -> new SourceColumn(name, "text", text, true))
                                .toList(),
                        List.of(columns[0])),
                printed,
                List.of(columns),
                Stream.of(columns).map(name -> false).toList());
    }
}
