using System.Buffers.Binary;
using System.Runtime.InteropServices;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Injection.Learned;

/// <summary>
/// The learned weights: one signed byte a place, and what they are worth. Made by `aidesk train`; `weights.notice.md` says from which texts.
/// </summary>
internal sealed class InjectionModel
{
    /// <summary>First bytes of a file of weights.</summary>
    public static ReadOnlySpan<byte> Magic => "AIDW3\n"u8;

    private const string Resource = "Injection/Learned/weights.bin";

    /// <summary>Bytes before the table: the magic and, as little-endian doubles, scale, bias and the calibration.</summary>
    private const int HeaderSize = 6 + ((2 + ScoreCalibration.Numbers) * sizeof(double));

    private readonly sbyte[] _weights;

    private InjectionModel(sbyte[] weights, double scale, double bias, ScoreCalibration calibration)
    {
        _weights = weights;
        Scale = scale;
        Bias = bias;
        Calibration = calibration;
    }

    /// <summary>The model that the program carries.</summary>
    public static InjectionModel Shipped { get; } = Read(EmbeddedText.ReadBytes(Resource));

    /// <summary>One for each place, in steps of <see cref="Scale"/>. Not to be written to.</summary>
    public sbyte[] Weights => _weights;

    /// <summary>Log-odds of one step of a weight.</summary>
    public double Scale { get; }

    /// <summary>Log-odds of a text without features.</summary>
    public double Bias { get; }

    public ScoreCalibration Calibration { get; }

    public static InjectionModel Create(sbyte[] weights, double scale, double bias, ScoreCalibration calibration) => new(weights, scale, bias, calibration);

    /// <summary>Reads what <see cref="Write"/> wrote. A file that is not whole is a broken build, not an input.</summary>
    public static InjectionModel Read(ReadOnlySpan<byte> file)
    {
        if (file.Length != HeaderSize + ModelFeatures.TableSize || !file.StartsWith(Magic))
        {
            throw new InvalidOperationException($"not a file of weights: {HeaderSize + ModelFeatures.TableSize} bytes that begin with AIDW3 were expected");
        }

        Span<double> numbers = stackalloc double[2 + ScoreCalibration.Numbers];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadDoubleLittleEndian(file[(Magic.Length + (i * sizeof(double)))..]);
        }

        return new InjectionModel(
            MemoryMarshal.Cast<byte, sbyte>(file[HeaderSize..]).ToArray(),
            numbers[0],
            numbers[1],
            new ScoreCalibration(numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7]));
    }

    public byte[] Write()
    {
        var file = new byte[HeaderSize + ModelFeatures.TableSize];
        Magic.CopyTo(file);
        Span<double> numbers = [Scale, Bias, Calibration.Evidence, Calibration.Wording, Calibration.Base, Calibration.Flag, Calibration.Deny, Calibration.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(file.AsSpan(Magic.Length + (i * sizeof(double))), numbers[i]);
        }

        MemoryMarshal.AsBytes<sbyte>(_weights).CopyTo(file.AsSpan(HeaderSize));
        return file;
    }
}
