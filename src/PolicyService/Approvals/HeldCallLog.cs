using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiDesk.Policy.Service.Approvals;

/// <summary>One line of the log: a call that was held, or a word on one.</summary>
internal sealed record HeldCallEvent
{
    public HeldCall? Held { get; init; }

    public Guid Decision { get; init; }

    public string Tenant { get; init; } = "";

    public ApprovalVote? Vote { get; init; }
}

/// <summary>
/// The append-only log of held calls, <c>held-calls.jsonl</c>, readable by its owner only: each step is in the file before it is answered. Written anew
/// without what is over at start, and when it has grown to several times what lives.
/// </summary>
internal sealed class HeldCallLog : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    private readonly string _path;
    private FileStream? _file;

    public HeldCallLog(string folder)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, "held-calls.jsonl");
    }

    /// <summary>Lines since it was last written anew.</summary>
    public int Lines { get; private set; }

    /// <summary>
    /// The events on file, in order. A last line that a crash cut short was never answered and is left out; a damaged line elsewhere throws
    /// <see cref="InvalidDataException"/> with its number, since what follows would not be what was decided.
    /// </summary>
    public List<HeldCallEvent> Read()
    {
        var events = new List<HeldCallEvent>();
        if (!File.Exists(_path))
        {
            return events;
        }

        var lines = File.ReadAllLines(_path);
        for (var index = 0; index < lines.Length; index++)
        {
            try
            {
                events.Add(JsonSerializer.Deserialize<HeldCallEvent>(lines[index], Json) ?? throw new JsonException("null"));
            }
            catch (JsonException exception)
            {
                if (index < lines.Length - 1)
                {
                    throw new InvalidDataException($"{_path}, line {index + 1}: {exception.Message}", exception);
                }
            }
        }

        return events;
    }

    /// <summary>As <see cref="Rewrite"/>; when it fails the log stays as it is, only longer than it need be.</summary>
    public void TryRewrite(IEnumerable<HeldCall> calls)
    {
        try
        {
            Rewrite(calls);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is tried again as the log grows on.
        }
    }

    /// <summary>Replaces the log by what lives, in one step: a crash leaves the old one or the new one.</summary>
    public void Rewrite(IEnumerable<HeldCall> calls)
    {
        var draft = _path + ".new";
        File.Delete(draft);
        var lines = 0;
        using (var stream = Open(draft, FileMode.CreateNew))
        {
            foreach (var call in calls)
            {
                Write(stream, new HeldCallEvent { Held = call });
                lines++;
            }

            stream.Flush(flushToDisk: true);
        }

        _file?.Dispose();
        _file = null;
        File.Move(draft, _path, overwrite: true);
        _file = Open(_path, FileMode.Append);
        Lines = lines;
    }

    /// <summary>False when it could not be written; then the file is as it was.</summary>
    public bool TryAppend(HeldCallEvent step)
    {
        var before = -1L;
        try
        {
            _file ??= Open(_path, FileMode.Append);
            before = _file.Length;
            Write(_file, step);
            _file.Flush();
            Lines++;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TakeBack(before);
            return false;
        }
    }

    public void Dispose() => _file?.Dispose();

    // Half a line may have been written: cut it off, and open anew next time.
    private void TakeBack(long length)
    {
        try
        {
            if (length >= 0)
            {
                _file!.SetLength(length);
            }

            _file?.Dispose();
        }
        catch (IOException)
        {
            // Reading leaves out a last line that is cut short.
        }

        _file = null;
    }

    private static void Write(FileStream stream, HeldCallEvent step)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(step, Json);
        Array.Resize(ref line, line.Length + 1);
        line[^1] = (byte)'\n';
        stream.Write(line);
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
