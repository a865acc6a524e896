using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using AiDesk.CommandLine.Load.Asking;
using AiDesk.CommandLine.Load.Reporting;
using AiDesk.CommandLine.Load.Running;

namespace AiDesk.CommandLine.Load;

/// <summary>The options of `aidesk load`, but for how the service is reached.</summary>
internal sealed class LoadOptions
{
    private const int MostConnections = 1000;
    private const int MostInFlight = 100_000;
    private const double GreatestRate = 1_000_000;
    private const int DefaultSessions = 10_000;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private readonly Option<double?> _rate = new("--rps") { Description = "Open loop: this many calls a second, answered or not. Without it a closed loop: --in-flight callers, each of which asks again when it is answered." };
    private readonly Option<TimeSpan> _duration = Time("--duration", "How long it is measured.", TimeSpan.FromSeconds(20));
    private readonly Option<TimeSpan> _warmUp = Time("--warm-up", "Before that, at the same rate and not counted; 0s for none.", TimeSpan.FromSeconds(3));
    private readonly Option<TimeSpan> _ramp = Time("--ramp", "The rate grows from nothing for this long.", TimeSpan.Zero);
    private readonly Option<TimeSpan> _timeout = Time("--timeout", "After this a call counts as not answered.", TimeSpan.FromSeconds(5));
    private readonly Option<int> _connections = new("--connections") { Description = $"Connections for each tenant, 1 to {MostConnections}.", DefaultValueFactory = _ => 2 };
    private readonly Option<int?> _inFlight = new("--in-flight") { Description = $"Closed loop: callers (default 64). Open loop: most calls under way (default 10000); further ones wait, and their wait is measured. At most {MostInFlight}." };
    private readonly Option<int> _sessions = new("--sessions") { Description = "Sessions that calls go round in, so that limits for each of them are not what is measured.", DefaultValueFactory = _ => DefaultSessions };
    private readonly Option<Mix> _mix = new("--mix")
    {
        Description = "Parts of each kind of call: input, tool, filter, output.", HelpName = "input=70,tool=20,output=10", DefaultValueFactory = _ => Mix.Default, CustomParser = argument => Parse(argument, Mix.Parse),
    };

    private readonly Option<bool> _stream = new("--stream") { Description = "Ask over CheckStream, one stream on each connection, and not with a call for each check." };
    private readonly Option<string> _text = new("--text") { Description = "File of messages, one a line, or .jsonl with a field text. Default: seven of our own, in seven languages. Each is sent with its number." };
    private readonly Option<string> _tool = new("--tool") { Description = "The tool of tool calls.", DefaultValueFactory = _ => "get_order" };
    private readonly Option<string> _arguments = new("--args") { Description = "Its arguments, JSON.", DefaultValueFactory = _ => """{"order_id":"ORD-482913"}""" };
    private readonly Option<string> _output = new("--tool-output") { Description = "What it gives, JSON.", DefaultValueFactory = _ => """{"order_id":"ORD-482913","status":"en reparto","total":39.9,"warehouse_id":"W-7731"}""" };
    private readonly Option<TimeSpan?> _p50 = Bound("--p50");
    private readonly Option<TimeSpan?> _p99 = Bound("--p99");
    private readonly Option<TimeSpan?> _p999 = Bound("--p999");
    private readonly Option<double?> _errors = new("--max-errors") { Description = "Exit status 1 when a greater share of calls, in percent, is not answered." };
    private readonly Option<double?> _minRate = new("--min-rps") { Description = "Exit status 1 when fewer calls a second are answered." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _rate, _duration, _warmUp, _ramp, _timeout, _connections, _inFlight, _sessions, _mix, _stream, _text, _tool, _arguments, _output, _p50, _p99, _p999, _errors, _minRate })
        {
            command.Add(option);
        }
    }

    /// <summary>Throws <see cref="CommandFailure"/>.</summary>
    public LoadPlan Plan(ParseResult parsed, string address, IReadOnlyList<string> tenants)
    {
        var rate = parsed.GetValue(_rate);
        Require(rate is null or (> 0 and <= GreatestRate), $"--rps is above 0 and at most {GreatestRate:0}");
        var inFlight = parsed.GetValue(_inFlight) ?? (rate is null ? 64 : 10_000);
        Require(inFlight is >= 1 and <= MostInFlight, $"--in-flight is 1 to {MostInFlight}");
        var connections = parsed.GetValue(_connections);
        Require(connections is >= 1 and <= MostConnections && connections * tenants.Count <= MostConnections, $"--connections is 1 to {MostConnections}, over all tenants together");
        Require(parsed.GetValue(_sessions) is >= 1 and <= 100_000_000, "--sessions is 1 to 100000000");
        Require(parsed.GetValue(_duration) >= TimeSpan.FromSeconds(1), "--duration is 1s or more");
        Require(parsed.GetValue(_timeout) > TimeSpan.Zero, "--timeout is above 0");
        return new LoadPlan
        {
            Address = address, Tenants = tenants, Rate = rate, Duration = parsed.GetValue(_duration), WarmUp = parsed.GetValue(_warmUp), Ramp = parsed.GetValue(_ramp), Connections = connections, InFlight = inFlight,
            Timeout = parsed.GetValue(_timeout), IsStreamed = parsed.GetValue(_stream),
        };
    }

    public LoadQuestions Questions(ParseResult parsed) => new(
        parsed.GetRequiredValue(_mix), parsed.GetValue(_text) is { } file ? LoadTexts.Read(file) : LoadTexts.Default, parsed.GetValue(_sessions),
        parsed.GetRequiredValue(_tool), parsed.GetRequiredValue(_arguments), parsed.GetRequiredValue(_output));

    public Bounds Bounds(ParseResult parsed) => new(
        Microseconds(parsed.GetValue(_p50)), Microseconds(parsed.GetValue(_p99)), Microseconds(parsed.GetValue(_p999)), parsed.GetValue(_errors) / 100, parsed.GetValue(_minRate));

    /// <summary>250us, 5ms, 20s, 10m or 1h.</summary>
    public static bool TryTime(string text, out TimeSpan time)
    {
        time = default;
        foreach (var (unit, length) in new[] { ("us", TimeSpan.FromMicroseconds(1)), ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)) })
        {
            if (text.EndsWith(unit, StringComparison.Ordinal) && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count <= Longest / length)
            {
                time = length * count;
                return true;
            }
        }

        return false;
    }

    private static Option<TimeSpan> Time(string name, string description, TimeSpan fallback) => new(name)
    {
        Description = description, HelpName = "time", DefaultValueFactory = _ => fallback,
        CustomParser = argument => Parse(argument, text => TryTime(text, out var time) ? time : throw new FormatException($"'{text}' is no time such as 250ms, 20s or 5m, at most 24h")),
    };

    private static Option<TimeSpan?> Bound(string name) => new(name)
    {
        Description = $"Exit status 1 when the {name[2..]} of the latency is above this.", HelpName = "time",
        CustomParser = argument => Parse<TimeSpan?>(argument, text => TryTime(text, out var time) ? time : throw new FormatException($"'{text}' is no time such as 5ms")),
    };

    private static T? Parse<T>(ArgumentResult argument, Func<string, T> parse)
    {
        try
        {
            return parse(argument.Tokens[0].Value);
        }
        catch (FormatException fault)
        {
            argument.AddError(fault.Message + ".");
            return default;
        }
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
        {
            throw CommandFailure.Usage(sentence + ".");
        }
    }

    private static long? Microseconds(TimeSpan? time) => time is { } value ? (long)value.TotalMicroseconds : null;
}
