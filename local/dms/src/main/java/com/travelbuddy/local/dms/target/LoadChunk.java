package com.travelbuddy.local.dms.target;

import com.travelbuddy.local.dms.source.CopyText;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Rows on their way into a table, in the text form that LOAD DATA reads. */
public final class LoadChunk {

    private static final int LARGEST = 4 << 20;

    /** Lets the bytes be read without a copy of them. */
    private static final class Buffer extends ByteArrayOutputStream {
        InputStream reader() {
            return new ByteArrayInputStream(buf, 0, count);
        }

        byte[] bytes() {
            return buf;
        }
    }

    private final Buffer text = new Buffer();
    private final List<Integer> ends = new ArrayList<>();
    private final int rowLimit;

    public LoadChunk(int rowLimit) {
        this.rowLimit = rowLimit;
    }

    public void add(String[] row) {
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                text.write('\t');
            }
            CopyText.write(row[i], text);
        }
        text.write('\n');
        ends.add(text.size());
    }

    public boolean isFull() {
        return ends.size() >= rowLimit || text.size() >= LARGEST;
    }

    public int rows() {
        return ends.size();
    }

    InputStream text() {
        return text.reader();
    }

    /** Reads a row back. */
    String[] row(int index, int columns) {
        int from = index == 0 ? 0 : ends.get(index - 1);
        return CopyText.row(text.bytes(), from, ends.get(index), columns);
    }

    /** The size of all rows' text in bytes. */
    public int bytes() {
        return text.size();
    }
}
