package com.travelbuddy.local.dms.mapping;

import org.sqlite.Function;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;

/** The functions that DMS adds to SQLite's. */
final class ExpressionFunctions {

    private ExpressionFunctions() {}

    static void create(Connection connection) throws SQLException {
        Function.create(
                connection, "replaceChars", new ReplaceChars(), 3, Function.FLAG_DETERMINISTIC);
        Function.create(
                connection, "hash_sha256", new HashSha256(), 1, Function.FLAG_DETERMINISTIC);
    }

    /** Of x, each character that is in y becomes the one at its position in z, or nothing. */
    private static final class ReplaceChars extends Function {

        @Override
        protected void xFunc() throws SQLException {
            String text = value_text(0);
            String from = value_text(1);
            String to = value_text(2);
            if (text == null || from == null || to == null) {
                result();
                return;
            }
            int[] replacements = to.codePoints().toArray();
            int[] replaced = from.codePoints().toArray();
            StringBuilder result = new StringBuilder(text.length());
            text.codePoints()
                    .forEach(
                            character -> {
                                int position = 0;
                                while (position < replaced.length
                                        && replaced[position] != character) {
                                    position++;
                                }
                                if (position == replaced.length) {
                                    result.appendCodePoint(character);
                                } else if (position < replacements.length) {
                                    result.appendCodePoint(replacements[position]);
                                }
                            });
            result(result.toString());
        }
    }

    private static final class HashSha256 extends Function {

        private final MessageDigest digest = sha256();

        @Override
        protected void xFunc() throws SQLException {
            String text = value_text(0);
            if (text == null) {
                result();
            } else {
                result(
                        HexFormat.of()
                                .formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8))));
            }
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java has it", e);
            }
        }
    }
}
