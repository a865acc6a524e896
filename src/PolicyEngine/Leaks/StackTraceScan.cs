using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>Stack traces: lines that are frames in the grammar of some language (<see cref="StackFrames"/>), with their header lines.</summary>
internal static class StackTraceScan
{
    /// <summary>Frames that make a trace on their own; one is enough behind a header line.</summary>
    private const int MinFrames = 2;

    /// <summary>Lines between two frames that still belong to the trace: source lines, "... 12 more".</summary>
    private const int MaxBetween = 3;

    private static readonly SearchValues<string> Hints = SearchValues.Create(
        [
            " at ", "\tat ", "\nat ", "Traceback (", "File \"", "goroutine ", ".go:", ".py\"", "panicked at", ".rs:", ".rb:", "#0 ", "#1 ", ".php", "@http", "@file",
            ".js:", ".ts:", ".dart", ".java:", ".kt:", ".cs:line", ".php:", ".ex:", ".exs:", ".pl line", ".pm line", ".cpp:", ".c:", "0x0", " of linked script", "(dart:",
        ],
        StringComparison.Ordinal);

    public static void Run(in LeakScan scan)
    {
        if (!scan.Text.ContainsAny(Hints))
        {
            return;
        }

        var text = scan.Text;
        var trace = default(Trace);
        var previous = 0;
        for (var line = 0; line < text.Length;)
        {
            var length = text[line..].IndexOf('\n');
            var end = length < 0 ? text.Length : line + length;
            var content = text[line..end].TrimEnd('\r');
            var frame = StackFrames.LanguageOf(content.Trim(" \t>|`*"));
            if (frame != StackLanguage.None)
            {
                if (trace.Frames == 0)
                {
                    trace = Begin(text, line, previous, frame);
                }

                trace.Frames++;
                trace.End = line + content.Length;
                trace.Language = trace.Language == StackLanguage.None ? frame : trace.Language;
                trace.Between = 0;
            }
            else if (trace.Frames > 0 && ++trace.Between > MaxBetween)
            {
                Report(scan, trace);
                trace = default;
            }

            previous = line;
            line = end + 1;
        }

        Report(scan, trace);
    }

    /// <summary>A trace begins at its first frame, or at the header line before it.</summary>
    private static Trace Begin(ReadOnlySpan<char> text, int line, int previous, StackLanguage language)
    {
        var header = previous < line ? text[previous..line].Trim() : default;
        var isHeader = StackFrames.IsHeader(header);
        return new Trace
        {
            Start = isHeader ? previous + text[previous..line].IndexOf(header, StringComparison.Ordinal) : line + FirstVisible(text[line..]),
            HasHeader = isHeader,
            Language = language,
        };
    }

    private static int FirstVisible(ReadOnlySpan<char> text) => Math.Max(0, text.IndexOfAnyExcept(" \t\r\n"));

    private static void Report(in LeakScan scan, in Trace trace)
    {
        if (trace.Frames >= MinFrames || (trace.Frames == 1 && (trace.HasHeader || StackFrames.IsUnmistakable(trace.Language))))
        {
            scan.Add(StackFrames.CodeOf(trace.Language), trace.Start, trace.End);
        }
    }

    private struct Trace
    {
        public int Start;
        public int End;
        public int Frames;
        public int Between;
        public bool HasHeader;
        public StackLanguage Language;
    }
}
