using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace AiDesk.Interop.Matrix;

/// <summary>Runs every case of each client against each server, real processes on loopback, and prints client × server × case.</summary>
internal static class MatrixCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <returns>The number of failed cases.</returns>
    public static async Task<int> RunAsync(string folder)
    {
        var descriptors = Path.GetTempFileName();
        try
        {
            await WriteDescriptorsAsync(descriptors);
            var peers = Peer.All(folder, typeof(MatrixCommand).Assembly.Location, descriptors);
            var table = new ResultTable();
            foreach (var server in peers)
            {
                // What others say to each other is theirs to prove.
                foreach (var client in peers.Where(client => client.Name == "aidesk" || server.Name == "aidesk"))
                {
                    await RunPairAsync(client, server, table);
                }
            }

            return table.Print(Console.Out);
        }
        finally
        {
            File.Delete(descriptors);
        }
    }

    private static async Task RunPairAsync(Peer client, Peer server, ResultTable table)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var serving = Peer.Start(server.Server);
        try
        {
            var port = await ReadPortAsync(serving.StandardOutput, timeout.Token);
            using var calling = Peer.Start([.. client.Client, port, server.Abilities]);
            while (await calling.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
            {
                var space = line.IndexOf(' ', StringComparison.Ordinal);
                table.Add(client.Name, server.Name, line[..space], line[(space + 1)..]);
            }

            await calling.WaitForExitAsync(timeout.Token);
            table.AddExit(client.Name, server.Name, calling.ExitCode);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            table.Add(client.Name, server.Name, "(run)", e.Message);
        }
        finally
        {
            serving.StandardInput.Close();
            if (!serving.WaitForExit(TimeSpan.FromSeconds(5)))
            {
                serving.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<string> ReadPortAsync(StreamReader output, CancellationToken cancellationToken)
    {
        while (await output.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("port ", StringComparison.Ordinal))
            {
                return int.Parse(line[5..], CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException("The server ended before it named its port.");
    }

    /// <summary>For peers that make their message classes from descriptors instead of generated code.</summary>
    private static async Task WriteDescriptorsAsync(string path)
    {
        var files = new FileDescriptorSet { File = { FileDescriptorProto.Parser.ParseFrom(Contract.InteropReflection.Descriptor.SerializedData) } };
        await File.WriteAllBytesAsync(path, files.ToByteArray());
    }
}
