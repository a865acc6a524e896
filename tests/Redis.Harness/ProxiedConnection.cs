using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace AiDesk.Redis.Harness;

/// <summary>One connection through the proxy. Answers keep their order and their distance: each chunk waits for its own time.</summary>
internal sealed class ProxiedConnection(FaultProxy proxy, Socket client)
{
    private Socket? _server;

    public async Task RunAsync(EndPoint target)
    {
        client.NoDelay = true;
        try
        {
            await proxy.PassingAsync();
            _server = target is UnixDomainSocketEndPoint
                ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await _server.ConnectAsync(target);
            var answers = Channel.CreateUnbounded<(long Due, byte[] Bytes)>();
            await Task.WhenAny(ForwardAsync(_server), ReadAnswersAsync(_server, answers.Writer), WriteAnswersAsync(answers.Reader));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
        }
        finally
        {
            Cut();
        }
    }

    /// <summary>Resets both sides: what was not read is lost.</summary>
    public void Cut()
    {
        Reset(client);
        if (_server is { } server)
        {
            Reset(server);
        }
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
        }

        socket.Dispose();
    }

    private async Task ForwardAsync(Socket server)
    {
        var buffer = new byte[16 * 1024];
        while (await ReceiveAsync(client, buffer) is > 0 and var read)
        {
            await proxy.PassingAsync();
            await SendAsync(server, buffer.AsMemory(0, read));
        }
    }

    private async Task ReadAnswersAsync(Socket server, ChannelWriter<(long Due, byte[] Bytes)> answers)
    {
        var buffer = new byte[16 * 1024];
        while (await ReceiveAsync(server, buffer) is > 0 and var read)
        {
            await answers.WriteAsync((Environment.TickCount64 + (long)proxy.Delay.TotalMilliseconds, buffer.AsSpan(0, read).ToArray()));
        }
    }

    private async Task WriteAnswersAsync(ChannelReader<(long Due, byte[] Bytes)> answers)
    {
        await foreach (var (due, bytes) in answers.ReadAllAsync())
        {
            var wait = due - Environment.TickCount64;
            if (wait > 0)
            {
                await Task.Delay((int)wait);
            }

            await proxy.PassingAsync();
            var allowed = proxy.Allow(bytes.Length);
            await SendAsync(client, bytes.AsMemory(0, allowed));
            if (allowed < bytes.Length)
            {
                // An end in good order, so that the first part does arrive.
                client.Shutdown(SocketShutdown.Send);
                return;
            }
        }
    }

    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await socket.SendAsync(bytes);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
        }
    }
}
