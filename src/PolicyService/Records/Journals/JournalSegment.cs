using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Records.Journals;

/// <summary>
/// One file of the journal, mapped into memory. Its blocks are written when it is made, so that storing into it needs nothing of the disk. A frame is its
/// length (4 bytes, stored last), the CRC-32C of its body (4 bytes), and the body, all rounded up to eight bytes; a length of zero is the end.
/// </summary>
internal sealed unsafe class JournalSegment : IDisposable
{
    public const int HeaderSize = 32;
    public const int FrameHeader = 8;

    private const ulong Magic = 0x31_4C_4E_52_4A_44_49_41; // "AIDJRNL1"

    private readonly FileStream _file;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _memory;
    private bool _disposed;

    private JournalSegment(FileStream file, string path)
    {
        Path = path;
        Size = (int)file.Length;
        _file = file;
        _mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _mapping.CreateViewAccessor(0, Size, MemoryMappedFileAccess.ReadWrite);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _memory);
    }

    public string Path { get; }

    public int Size { get; }

    /// <summary>0 for a spare.</summary>
    public long Number => Unsafe.ReadUnaligned<ulong>(_memory) == Magic ? Unsafe.ReadUnaligned<long>(_memory + sizeof(ulong)) : 0;

    /// <summary>Makes a spare. Throws <see cref="IOException"/> when the disk has no room for it.</summary>
    public static JournalSegment Create(string path, int size)
    {
        var file = PrivateFile.Open(path, FileMode.CreateNew, FileAccess.ReadWrite);
        try
        {
            // Zeros are written and not only promised: storing into a mapped hole of a full disk would end the process.
            var zeros = new byte[Math.Min(size, 1 << 20)];
            for (var written = 0; written < size; written += zeros.Length)
            {
                file.Put(zeros.AsSpan(0, Math.Min(zeros.Length, size - written)));
            }

            return new JournalSegment(file, path);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Null when the file is no whole segment.</summary>
    public static JournalSegment? Open(string path)
    {
        var file = PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        if (file.Length is <= HeaderSize or > 64 * 1024 * 1024)
        {
            file.Dispose();
            return null;
        }

        var segment = new JournalSegment(file, path);
        if (segment.Number > 0)
        {
            return segment;
        }

        segment.Dispose();
        return null;
    }

    /// <summary>A spare becomes the segment of that number.</summary>
    public void Begin(long number)
    {
        Unsafe.WriteUnaligned(_memory + sizeof(ulong), number);
        Volatile.Write(ref Unsafe.AsRef<ulong>(_memory), Magic);
    }

    /// <summary>A segment becomes a spare: everything that it held is overwritten.</summary>
    public void Clear()
    {
        Volatile.Write(ref Unsafe.AsRef<ulong>(_memory), 0);
        new Span<byte>(_memory, Size).Clear();
    }

    public Span<byte> Bytes(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset + (uint)length, (uint)Size);
        return new Span<byte>(_memory + offset, length);
    }

    /// <summary>The frame at that place is whole from here on.</summary>
    public void Publish(int offset, int length, uint crc)
    {
        Unsafe.WriteUnaligned(_memory + offset + sizeof(int), crc);
        Volatile.Write(ref Unsafe.AsRef<int>(_memory + offset), length);
    }

    /// <summary>Length of the body of the frame at that place; 0 at the end, or where there is no sound frame.</summary>
    public int LengthAt(int offset)
    {
        if (offset + FrameHeader >= Size)
        {
            return 0;
        }

        var length = Volatile.Read(ref Unsafe.AsRef<int>(_memory + offset));
        return length > 0 && length <= Size - offset - FrameHeader ? length : 0;
    }

    public bool IsSound(int offset, int length) =>
        Unsafe.ReadUnaligned<uint>(_memory + offset + sizeof(int)) == Crc32C.Append(Crc32C.Seed, new ReadOnlySpan<byte>(_memory + offset + FrameHeader, length));

    public static int SizeOf(int bodyLength) => (FrameHeader + bodyLength + 7) & ~7;

    /// <summary>Forces what was stored to the disk; nothing once it is disposed. In the same thread as that.</summary>
    public void Sync()
    {
        if (!_disposed)
        {
            _view.Flush();
            _file.Flush(flushToDisk: true);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _mapping.Dispose();
        _file.Dispose();
    }
}
