using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DigitalEmblem.Discovery;

/// <summary>
/// Unpredictable bits, fetched in blocks, because one call of the generator for each question would be a tenth of the work of a scan. Safe
/// for concurrent use.
/// </summary>
internal sealed class RandomBits
{
    private readonly Lock _gate = new();
    private readonly byte[] _block = new byte[4096];
    private int _used = 4096;

    public ulong Next()
    {
        lock (_gate)
        {
            if (_used == _block.Length)
            {
                RandomNumberGenerator.Fill(_block);
                _used = 0;
            }

            // Bits that were handed out are secrets, so they are cleared here.
            Span<byte> taken = _block.AsSpan(_used, sizeof(ulong));
            ulong bits = BinaryPrimitives.ReadUInt64LittleEndian(taken);
            taken.Clear();
            _used += sizeof(ulong);
            return bits;
        }
    }
}
