namespace DigitalEmblem.Issuer.Storage;

/// <summary>The database is not there, or has a form that this version cannot work with. The message says what to do.</summary>
internal sealed class DatabaseFormException(string message) : Exception(message);
