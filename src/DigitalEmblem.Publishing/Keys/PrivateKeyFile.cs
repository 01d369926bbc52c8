namespace DigitalEmblem.Publishing;

/// <summary>Private keys in files that only their owner can read.</summary>
public static class PrivateKeyFile
{
    /// <summary>
    /// Writes a new file, encrypted with the passphrase. On Unix its mode is 0600 from the moment it exists; elsewhere
    /// the folder's access rules apply.
    /// </summary>
    /// <param name="path">A file that does not exist yet: a key is never overwritten.</param>
    /// <param name="key">The key.</param>
    /// <param name="passphrase">Not empty.</param>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public static void Write(string path, SoftwareSigningKey key, string passphrase)
    {
        ArgumentNullException.ThrowIfNull(key);
        WriteOwnerOnly(path, key.ToEncryptedPem(passphrase));
    }

    /// <summary>As <see cref="Write"/>, but in the clear: every reader of the file can sign in your name.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public static void WritePlaintextUnsafe(string path, SoftwareSigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        WriteOwnerOnly(path, key.ToPlaintextPemUnsafe());
    }

    internal static void WriteOwnerOnly(string path, string pem)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.WriteNew(
            path, System.Text.Encoding.UTF8.GetBytes(pem + Environment.NewLine), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
