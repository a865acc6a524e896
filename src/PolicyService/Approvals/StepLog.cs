using System.Text.Json;
using System.Text.Json.Serialization;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Approvals;

/// <summary>
/// An append-only log of JSON lines, one step a line, readable by its owner only. It is written anew without what is over when its owner says so, in one
/// move: a crash leaves the old log or the new one. Used by one thread at a time.
/// </summary>
internal sealed class StepLog<TStep> : IDisposable
    where TStep : class
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        IgnoreReadOnlyProperties = true,
    };

    private const int Slack = 10_000;

    /// <summary>Room for a few long steps, in bytes.</summary>
    private const int ProbeSize = 64 * 1024;

    private readonly string _path;
    private FileStream? _file;
    private int _failedAt;

    /// <summary>The log <paramref name="name"/> in a folder, which is made when it is not there.</summary>
    public StepLog(string folder, string name)
    {
        PrivateFolder.Create(folder);
        _path = Path.Combine(folder, name);
    }

    /// <summary>Why the last step could not be written; empty when it could. <see cref="Probe"/> clears it without a step.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>Lines since it was last written anew.</summary>
    public int Lines { get; private set; }

    /// <summary>Most of its lines are of what is over: it is worth writing anew.</summary>
    /// <param name="living">Lines that it would have then.</param>
    public bool IsLong(int living) => Lines > Math.Max(_failedAt, 4 * living) + Slack;

    /// <summary>
    /// The steps on file, in order. A last line that a crash cut short was never answered and is left out; a damaged line elsewhere throws
    /// <see cref="InvalidDataException"/> with its number, since what follows would not be what was decided.
    /// </summary>
    public List<TStep> Read()
    {
        var steps = new List<TStep>();
        if (!File.Exists(_path))
        {
            return steps;
        }

        var lines = File.ReadAllLines(_path);
        for (var index = 0; index < lines.Length; index++)
        {
            try
            {
                steps.Add(JsonSerializer.Deserialize<TStep>(lines[index], Json) ?? throw new JsonException("null"));
            }
            catch (JsonException exception)
            {
                if (index < lines.Length - 1)
                {
                    throw new InvalidDataException($"{_path}, line {index + 1}: {exception.Message}", exception);
                }
            }
        }

        return steps;
    }

    /// <summary>As <see cref="Rewrite"/>; when it fails the log stays as it is, only longer than it need be.</summary>
    public void TryRewrite(IEnumerable<TStep> steps)
    {
        try
        {
            Rewrite(steps);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is tried again when the log has grown on.
            _failedAt = Lines;
        }
    }

    /// <summary>Replaces the log by what lives.</summary>
    public void Rewrite(IEnumerable<TStep> steps)
    {
        var draft = _path + ".new";
        File.Delete(draft);
        var lines = 0;
        using (var stream = PrivateFile.Open(draft, FileMode.CreateNew, FileAccess.Write))
        {
            foreach (var step in steps)
            {
                stream.Put(LineOf(step));
                lines++;
            }

            stream.Flush(flushToDisk: true);
        }

        _file?.Dispose();
        _file = null;
        File.Move(draft, _path, overwrite: true);
        _file = PrivateFile.Open(_path, FileMode.Append, FileAccess.Write);
        Lines = lines;
        _failedAt = 0;
    }

    /// <summary>False when it could not be written; then the file is as it was.</summary>
    public bool TryAppend(TStep step) => TryAppend([step]);

    /// <summary>Appends all of them in one write, or none.</summary>
    public bool TryAppend(IReadOnlyCollection<TStep> steps)
    {
        var before = -1L;
        try
        {
            _file ??= PrivateFile.Open(_path, FileMode.Append, FileAccess.Write);
            before = _file.Length;
            _file.Put([.. steps.SelectMany(LineOf)]);
            Lines += steps.Count;
            Fault = "";
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fault = exception.Message;
            TakeBack(before);
            return false;
        }
    }

    /// <summary>
    /// After a fault: looks whether the folder takes writes again, by a file beside the log. A service that is not ready is sent no step that could tell.
    /// </summary>
    public void Probe()
    {
        if (Fault.Length == 0)
        {
            return;
        }

        var beside = _path + ".probe";
        try
        {
            using (var stream = PrivateFile.Open(beside, FileMode.Create, FileAccess.Write))
            {
                stream.Put(new byte[ProbeSize]);
                stream.Flush(flushToDisk: true);
            }

            File.Delete(beside);
            using var log = PrivateFile.Open(_path, FileMode.Append, FileAccess.Write);
            Fault = "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fault = exception.Message;
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

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

    private static byte[] LineOf(TStep step)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(step, Json);
        Array.Resize(ref line, line.Length + 1);
        line[^1] = (byte)'\n';
        return line;
    }
}
