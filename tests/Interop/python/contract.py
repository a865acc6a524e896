"""The test service's messages, made from descriptors, and its methods."""
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

INITIAL_KEY = "x-grpc-test-echo-initial"
TRAILING_KEY = "x-grpc-test-echo-trailing-bin"


class Contract:
    """Message classes by name, for instance contract.SimpleRequest."""

    def __init__(self, descriptors_file):
        with open(descriptors_file, "rb") as file:
            files = descriptor_pb2.FileDescriptorSet.FromString(file.read())
        pool = descriptor_pool.DescriptorPool()
        for file in files.file:
            pool.Add(file)
        factory = message_factory.MessageFactory(pool)
        self.service = pool.FindServiceByName("grpc.testing.TestService")
        self._classes = {}
        for file in files.file:
            for message in file.message_type:
                self._classes[message.name] = factory.GetPrototype(pool.FindMessageTypeByName(f"{file.package}.{message.name}"))

    def __getattr__(self, name):
        try:
            return self._classes[name]
        except KeyError:
            raise AttributeError(name) from None

    def method(self, name):
        """The path, request class and response class of a method."""
        method = self.service.methods_by_name[name]
        return (
            f"/grpc.testing.TestService/{name}",
            self._classes[method.input_type.name],
            self._classes[method.output_type.name],
        )
