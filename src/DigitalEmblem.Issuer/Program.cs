using DigitalEmblem.Issuer;

// What runs is decided by the first word; the service itself is IssuerHost.
return await IssuerCommand.RunAsync(args);
