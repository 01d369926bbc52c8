namespace DigitalEmblem.TestSupport.Servers;

/// <summary>Zone files around the records that our command prints, signed where a test needs it.</summary>
internal static class Zone
{
    public static string File(string apex, string records) => $"""
        $ORIGIN {apex}.
        $TTL 60
        @ IN SOA ns root 1 3600 600 86400 60
        @ IN NS ns
        ns IN A 127.0.0.1
        plain IN A 192.0.2.1
        alias IN CNAME www
        {records}
        """.Replace("\r", "", StringComparison.Ordinal) + "\n";

    /// <summary>Signs a zone file and returns the trust anchor: the public key that signs the keys.</summary>
    public static string Sign(string folder, string apex, string file)
    {
        ServerProcess.Run("dnssec-keygen", folder, "", "-a", "ECDSAP256SHA256", "-f", "KSK", apex);
        ServerProcess.Run("dnssec-keygen", folder, "", "-a", "ECDSAP256SHA256", apex);
        ServerProcess.Run("dnssec-signzone", folder, "", "-S", "-o", apex, file);
        string[] keys = [.. Directory.GetFiles(folder, $"K{apex}.*.key").SelectMany(System.IO.File.ReadAllLines)
            .Where(l => l.Contains("DNSKEY 257", StringComparison.Ordinal))];
        return keys.Single();
    }
}
