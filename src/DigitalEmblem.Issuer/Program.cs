using DigitalEmblem.Issuer;

return await IssuerCommand.RunAsync(args);
