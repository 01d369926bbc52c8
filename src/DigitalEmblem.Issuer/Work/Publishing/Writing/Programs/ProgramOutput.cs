using System.Text;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;

/// <summary>What a program prints. All of it is read, so that the program does not wait for a reader, and only its end is kept.</summary>
internal sealed class ProgramOutput(Stream stream)
{
    private const int Most = 64 * 1024, AtOnce = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly List<byte> _kept = [];

    /// <summary>Reads to the end.</summary>
    public async Task ReadAsync()
    {
        byte[] buffer = new byte[AtOnce];
        try
        {
            for (int length; (length = await stream.ReadAsync(buffer)) > 0;)
            {
                lock (_gate)
                {
                    _kept.AddRange(buffer.AsSpan(0, length));
                    _kept.RemoveRange(0, Math.Max(0, _kept.Count - Most));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It was ended, and what is kept is all that there is.
        }
    }

    /// <summary>The last line with anything on it, short and without control characters; empty for none.</summary>
    /// <param name="counts">Which lines count; null for all.</param>
    public string LastLine(Func<string, bool>? counts = null)
    {
        lock (_gate)
        {
            string text = Encoding.UTF8.GetString([.. _kept]);
            IEnumerable<string> lines = text.Split(['\n', '\r']).Select(l => l.Trim());
            return Printable.Text(lines.LastOrDefault(l => l.Length > 0 && counts?.Invoke(l) != false) ?? "");
        }
    }
}
