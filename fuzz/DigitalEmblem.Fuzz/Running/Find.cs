using System.Security.Cryptography;

namespace DigitalEmblem.Fuzz.Running;

/// <summary>An input that broke something.</summary>
internal sealed record Find(FuzzTarget Target, byte[] Input, Exception Exception)
{
    /// <summary>Writes the input beside others of its target, named by its digest.</summary>
    /// <returns>The file.</returns>
    public string Keep(string folder)
    {
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, $"{Target.Name}-{Convert.ToHexStringLower(SHA256.HashData(Input))[..16]}");
        File.WriteAllBytes(file, Input);
        return file;
    }

    /// <summary>The input in hexadecimal digits and what was thrown, for a report.</summary>
    public override string ToString() =>
        $"{Target.Name}: {Input.Length} bytes {Convert.ToHexStringLower(Input.AsSpan(0, Math.Min(Input.Length, 256)))}\n{Exception}";
}
